@page
Feature: Logging in to the page
  A server whose callers must show tokens asks for one, and the page shows what its role allows
  (specification §15).

  Scenario: A reader logs in, sees everything, and changes nothing
    Given a server whose callers show tokens, with the task "Sort the mail" of "ada"
    When I open the page of that server at "/"
    Then I see "This server wants to know who you are."
    And the page is accessible in both themes, and fits on a narrow screen
    When I fill in "Token" with "made-up"
    And I press the button "Log in"
    Then I see "The token is unknown, expired or revoked."
    When I log in with the token of "board"
    Then the column "Assigned" shows "Sort the mail" with "Waiting for ada to start."
    And the side bar names "board" and "reader"
    And I do not see "New task"
    When I open the page of that server at "/ui/tasks/sort-the-mail"
    Then the heading is "Sort the mail"
    And I see "by ops"
    And I do not see "Cancel the task"
    When I press the button "Log out"
    Then I see "This server wants to know who you are."

  Scenario: An operator has the buttons that a reader has not
    Given a server whose callers show tokens, with the task "Sort the mail" of "ada"
    When I open the page of that server at "/ui/tasks/sort-the-mail"
    And I log in with the token of "ops"
    Then the heading is "Sort the mail"
    When I press the button "Start"
    Then I see "ada is working on it."
