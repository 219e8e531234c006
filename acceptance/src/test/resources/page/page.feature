@page
Feature: The page in the browser
  What a person does and sees, in a real Chromium (specification §14). After each scenario, the
  console has no error and no violation of the content security policy.

  Scenario: A task is created without inventing an id
    When I open the address "/"
    And I see "Board"
    And I press "c"
    And I fill in "Title" with "Review the quarterly report"
    And I fill in "Description" with "Check the figures of the third quarter"
    And I fill in "Assignee" with "ada"
    And I fill in "Deadline" with "2"
    And I press the button "Create the task"
    Then the address begins with "/ui/tasks/task-"
    And the heading is "Review the quarterly report"
    And I see "Waiting for ada to start."
    And I see "Deadline set"

  Scenario: An invalid form shows each error at its field
    When I open the address "/ui/list"
    And I press the button "New task"
    And I fill in "Description" with "Check the figures of the third quarter"
    And I fill in "Deadline" with "0"
    And I press the button "Create the task"
    Then the field "Title" says "title must not be blank."
    And the field "Assignee" says "assignee must not be blank."
    And the field "Deadline" says "deadline_seconds must be 1 to 31536000."
    And the focus is on the field "Title"
    When I fill in "Title" with "Now with a title"
    And I fill in "Assignee" with "ada"
    And I fill in "Deadline" with "1"
    And I press the button "Create the task"
    Then the heading is "Now with a title"

  Scenario: The board says why a task is where it is, and moves it by itself
    Given the task "Feed the cat" of "ada", due in 3 seconds
    When I open the address "/"
    Then the column "Assigned" shows "Feed the cat" with "Waiting for ada to start."
    And the column "Overdue" shows "Feed the cat" with "The deadline passed before ada completed it."
    And the column "Assigned" does not show "Feed the cat"

  Scenario: Nothing moves under the pointer
    Given the task "Hold still" of "ada", due in 3600 seconds
    When I open the address "/"
    And the column "Assigned" shows "Hold still" with "Waiting for ada to start."
    And the pointer is on the column "Assigned"
    And somebody else completes "Hold still"
    Then the column "Assigned" shows "Hold still" with "Now completed."
    And the column "Assigned" holds "1 change"
    When the pointer leaves the column
    Then the column "Assigned" does not show "Hold still"

  Scenario: The list is filtered by a line
    Given the task "Stay assigned" of "ada", due in 3600 seconds
    And the task "Be completed" of "ada", due in 3600 seconds
    And somebody else completes "Be completed"
    When I open the address "/ui/list"
    Then I see "Stay assigned"
    When I filter by "status:completed"
    Then I do not see "Stay assigned"
    And I see "Be completed"
    And the address is "/ui/list?q=status:completed"
    When I filter by "status:completed state:x"
    Then the field "Filter" says:
      """
      Column 18. "state" is not a qualifier. Use one of: status, assignee, due, created, updated. Put a text with a colon in quotes.
      """

  Scenario: Back and reload keep the state
    Given the task "Come back" of "ada", due in 3600 seconds
    When I open the address "/ui/list?q=status:assigned"
    And I follow the link "Come back"
    Then the heading is "Come back"
    When I go back
    Then the address is "/ui/list?q=status:assigned"
    And I see "Come back"
    When I reload the page
    Then the address is "/ui/list?q=status:assigned"
    And I see "Come back"
    When I press "g"
    And I press "b"
    Then the address is "/"

  Scenario: A task is completed with the keyboard
    Given the task "No mouse" of "ada", due in 30 seconds
    When I open the address "/ui/list?q=status:assigned"
    And I see "No mouse"
    And I press "j"
    And I press "Enter"
    Then the heading is "No mouse"
    When I press "Tab" until the focus is on "Complete"
    And I press "Enter"
    Then I see "It is completed."
    And the API says that "No mouse" is "completed"

  Scenario: A saga that fails shows its compensations
    Given the task "Bad luck" of "unreachable-bob", whose saga is under way
    When I open the saga of "Bad luck"
    Then the step "Notify" is "Waiting"
    And I see "until attempt 2 of 3"
    And the step "Notify" is "Failed"
    And the compensation "Clear the deadline" is "Compensated"
    And the compensation "Unassign" is "Compensated"
    When I press the button "Retry the saga"
    And I fill in "Assignee" with "grace"
    And I press the button "Retry"
    Then the address is "/ui/workflows/task-workflow-bad-luck-r2"
    And the step "Notify" is "Done"
    When I follow the link "bad-luck"
    Then I see "Waiting for grace to start."

  Scenario: A conversation
    When I open the address "/ui/chat"
    And I fill in "User id" with "ada"
    And I press the button "Open"
    And I fill in "Message" with "What about my task?"
    And I press "Enter"
    Then I see "I can help with tasks. You have 1 messages in our conversation."
    And the address is "/ui/chat/ada"

  Scenario: The page says when it cannot reach the server
    Given the task "Stay on screen" of "ada", due in 3600 seconds
    When I open the address "/ui/list?q=stay"
    And I see "Stay on screen"
    And the network is down
    Then the banner says "Connection lost. What you see is from"
    And I see "Stay on screen"
    When the network is up
    Then there is no banner

  Scenario: A change appears in every window, and one of them has the stream for all
    Given the task "Two windows" of "ada", due in 3600 seconds
    When I open the address "/"
    And I open the address "/" in a second window
    Then the column "Assigned" shows "Two windows" with "Waiting for ada to start."
    And the page is live with 1 stream
    When somebody else starts "Two windows"
    Then the column "In progress" shows "Two windows" with "ada is working on it."
    And the column "Assigned" does not show "Two windows"
    When I look at the first window
    Then the column "In progress" shows "Two windows" with "ada is working on it."
    When the first window goes to another site
    And I look at the second window
    Then the page is live with 1 stream
    When somebody else completes "Two windows"
    Then the column "In progress" does not show "Two windows"

  Scenario: The page goes on by itself after the server was started again
    Given the task "Stay open" of "ada", due in 3600 seconds
    When I open the address "/"
    Then the column "Assigned" shows "Stay open" with "Waiting for ada to start."
    And the page is live with 1 stream
    When the server starts again
    Then the page is live with 1 stream
    And there is no banner
    When somebody else starts "Stay open"
    Then the column "In progress" shows "Stay open" with "ada is working on it."

  Scenario: Every page is accessible
    Given the task "Look at me" of "ada@example.org", due in 3600 seconds
    And the task "Too late for this one" of "grace", due in 1 seconds
    And the task "Bad luck again" of "unreachable-eve", whose saga is under way
    Then these pages are accessible in both themes, and fit on a narrow screen:
      | /                                              | Overdue       |
      | /?open=completed,cancelled                     | No tasks are  |
      | /ui/list                                       | Look at me    |
      | /ui/list?q=state:x                             | Column 1      |
      | /ui/tasks/look-at-me                           | Timeline      |
      | /ui/sagas                                      | task-workflow |
      | /ui/workflows/task-workflow-bad-luck-again     | Notify        |
      | /ui/chat                                       | User id       |
      | /ui/chat/grace                                 | no messages   |
      | /ui/health                                     | Ready         |
      | /ui/nothing                                    | no page       |
    When I press "c"
    Then the dialog is accessible in both themes, and fits on a narrow screen
    When I press the button "Create the task"
    And the field "Title" says "title must not be blank."
    Then the dialog is accessible in both themes, and fits on a narrow screen
    When I press "Escape"
    Then no dialog is open
    When I press "?"
    Then the dialog is accessible in both themes, and fits on a narrow screen
