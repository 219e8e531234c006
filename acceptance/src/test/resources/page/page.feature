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
    When I press "g" and then "b"
    Then the address is "/"

  Scenario: A task is completed with the keyboard
    Given the task "No mouse" of "ada", due in 600 seconds
    When I open the address "/ui/list?q=status:assigned"
    And I see "No mouse"
    And I press "j"
    And I press "Enter"
    Then the heading is "No mouse"
    When I press "Tab" until the focus is on "Complete"
    And I press "Enter"
    Then I see "It is completed."
    And the API says that "No mouse" is "completed"

  Scenario: One field goes to a page, to a task by its id, or to what matches
    Given the task "Find me" of "ada", due in 3600 seconds
    When I open the address "/"
    And I see "Board"
    And I hold Control and press "k"
    And I fill in "Go to or do" with "sag"
    And I press "Enter"
    Then the address is "/ui/sagas"
    When I hold Control and press "k"
    And I fill in "Go to or do" with "find-me"
    And I press "Enter"
    Then the heading is "Find me"
    When I press the button "Go to or do Ctrl K"
    And I fill in "Go to or do" with "find me"
    And I press "Enter"
    Then the address is "/ui/list?q=find+me"
    And I see "Find me"

  Scenario: The same is done with all tasks that match
    Given the task "Spring clean one" of "mia", due in 3600 seconds
    And the task "Spring clean two" of "mia", due in 3600 seconds
    And somebody else completes "Spring clean two"
    When I open the address "/ui/list?q=assignee:mia"
    And I press the button "Do with all 2"
    Then the dialog is accessible in both themes, and fits on a narrow screen
    When I choose "Assign" for "What to do"
    And I press the button "Begin"
    Then the field "Assignee" says "assignee must not be blank."
    When I fill in "Assignee" with "noa"
    And I press the button "Begin"
    Then the address begins with "/ui/bulk/bulk-"
    And I see "1 done, 1 refused, 0 left."
    And I see "It has worked through all tasks. Some refused."
    And the page is accessible in both themes, and fits on a narrow screen
    When I open the run of this bulk
    Then the step "work" is "Done"
    And I see "bulk@1"
    When I go back
    And I follow the link "spring-clean-two"
    Then the heading is "Spring clean two"
    When I open the address "/ui/list?q=assignee:noa"
    Then I see "Spring clean one"

  Scenario: What was done is listed
    Given the task "Water the plants" of "gardener", due in 3600 seconds
    When I open the address "/ui/bulk"
    Then I see "Progress"
    When I follow the link "Audit"
    Then the address is "/ui/audit"
    When I filter by "action:process id:water-the-plants"
    Then I see "process task: task-workflow-water-the-plants"
    When I follow the link "water-the-plants"
    Then the heading is "Water the plants"

  Scenario: A list is saved under a name
    When I open the address "/ui/list?q=assignee:zoe"
    And I press the button "Save view"
    And I fill in "Name" with "Work of Zoe"
    And I press the button "Save the view"
    And I open the address "/ui/sagas"
    And I follow the link "Work of Zoe"
    Then the address is "/ui/list?q=assignee:zoe"
    When I open the address "/"
    And I hold Control and press "k"
    And I fill in "Go to or do" with "zoe"
    And I press "Enter"
    Then the address is "/ui/list?q=assignee:zoe"
    When I press the button "× Remove the view Work of Zoe"
    Then there is no link "Work of Zoe"

  Scenario: A saga that fails shows its compensations
    Given the task "Bad luck" of "unreachable-bob", whose saga is under way as part of a trace
    When I open the saga of "Bad luck"
    Then the step "Notify" is "Waiting"
    And I see "until attempt 2 of 3"
    And the step "Notify" is "Failed"
    And the compensation "Clear the deadline" is "Compensated"
    And the compensation "Unassign" is "Compensated"
    And page, command line and the log of the trace tell the same, in this order:
      | attempts | page               | command line      | log                   |
      | 1        | Validate           | validate          |                       |
      | 1        | Create             | create            | task created          |
      | 1        | Assign             | assign            | task assigned         |
      | 1        | Set the deadline   | set_deadline      | task deadline set     |
      | 3        | Notify             | notify            | step notify failed    |
      | 1        | Clear the deadline | undo set_deadline | task deadline cleared |
      | 1        | Unassign           | undo assign       | task unassigned       |
    When I press the button "Retry the saga"
    And I fill in "Assignee" with "grace"
    And I press the button "Retry"
    Then the address is "/ui/workflows/task-workflow-bad-luck-r2"
    And the step "Notify" is "Done"
    When I follow the link "bad-luck"
    Then I see "Waiting for grace to start."

  Scenario: A run without a task shows what it waits for, and the runs above and below it
    Given the API answers "/workflows/tour-1" with:
      """
      {"workflow_id": "tour-1", "kind": "delivery@1", "status": "RUNNING",
       "accepted_at": "2031-01-01T00:00:00Z", "updated_at": "2031-01-01T00:00:00Z", "ended_at": null,
       "output": null, "result": null, "retried_as": null, "generation": 3, "parent": "season-1",
       "children": [
         {"workflow_id": "tour-1-book", "kind": "parcel-order@1", "status": "COMPLETED"},
         {"workflow_id": "tour-1-lamp", "kind": "parcel-order@1", "status": "RUNNING"}],
       "awaits": {"signal": "weather", "step": "approval", "until": "2231-01-01T00:00:00Z"},
       "steps": [
         {"name": "parcels", "status": "done", "attempts": 1, "last_error": null,
          "next_try_at": null, "waiting_for": null, "undo": null},
         {"name": "approval", "status": "running", "attempts": 0, "last_error": null,
          "next_try_at": "2231-01-01T00:00:00Z", "waiting_for": null, "undo": null}]}
      """
    When I open the address "/ui/workflows/tour-1"
    Then I see "It waits for the signal weather."
    And the step "parcels" is "Done"
    And the step "approval" is "Running"
    And the fact "Kind" is "delivery@1"
    And the fact "State" is "Running"
    And the fact "Generation" is "3"
    And the fact "Parent" is "season-1"
    And the child "tour-1-book" is "Ended"
    And the child "tour-1-lamp" is "Running"
    And there is no link "undefined"
    And the page is accessible in both themes, and fits on a narrow screen
    When I follow the link "season-1"
    Then the address is "/ui/workflows/season-1"

  Scenario: A conversation
    When I open the address "/ui/chat"
    And I fill in "User id" with "ada"
    And I press the button "Open"
    And I fill in "Message" with "What about my task?"
    And I press "Enter"
    Then I see "I can help with tasks. You have 1 messages in our conversation."
    And the address is "/ui/chat/ada"

  Scenario: A conversation of several pages is shown to its end
    Given 101 messages "About my task" of "lin"
    When I open the address "/ui/chat/lin"
    Then I see "I can help with tasks. You have 101 messages in our conversation."
    And I do not see "Only the last"
    When I fill in "Message" with "And my other task?"
    And I press "Enter"
    Then I see "I can help with tasks. You have 102 messages in our conversation."

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
      | /ui/bulk                                       | Bulks         |
      | /ui/audit                                      | process task  |
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
    When I press "Escape"
    Then no dialog is open
    When I hold Control and press "k"
    Then the dialog is accessible in both themes, and fits on a narrow screen
