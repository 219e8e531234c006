Feature: Nothing runs twice that must run once
  Success criterion 7.

  Scenario: The same request from many clients at once
    When 20 clients at once ask to process task "crowd"
    Then all of them are answered 202
    And the workflow of "crowd" ends as "completed"
    And the timeline of "crowd" reads "created, assigned, deadline_set"
    And the assignee of "crowd" was told once

  Scenario: Different requests for one task at once
    When 20 clients at once ask to process task "race", each for somebody else
    Then 1 of them is answered 202 and the others 409
    And the workflow of "race" ends as "completed"
    And the assignee of "race" was told once

  @restarts @cluster
  Scenario: Killed again and again
    Given telling the assignees of "herd" takes until the agent has died 2 times
    When 30 tasks "herd" are asked to be processed
    And the agent dies and is started again
    And the agent dies and is started again
    Then all workflows of "herd" end as "completed"
    And each assignee of "herd" was told once
    And each timeline of "herd" reads "created, assigned, deadline_set"

  @restarts @cluster
  Scenario: Every event is published, and its id tells if it comes again
    When I ask to process task "events" for "ada" due in 3600 seconds
    And the workflow of "events" ends as "completed"
    Then the events about "events" are "task.created, task.assigned, task.deadline_set"
    When the agent dies and is started again
    Then the events about "events" are "task.created, task.assigned, task.deadline_set"

  Scenario: An event that its receiver refuses for long waits for an operator
    Given the receiver of events refuses "task.created" about "unpublished"
    When I ask to process task "unpublished" for "ada" due in 3600 seconds
    Then "task.created" about "unpublished" becomes a dead letter
    And the events about "unpublished" are "task.assigned, task.deadline_set"
    When the receiver accepts the events about "unpublished" again
    And the dead letter about "unpublished" is replayed
    Then the events about "unpublished" are "task.assigned, task.deadline_set, task.created"
    And there is no dead letter about "unpublished"

  Scenario: A task is completed once, whoever else tries
    Given I asked to process task "rush" for "ada" due in 3600 seconds
    And the workflow of "rush" ends as "completed"
    When 10 clients at once ask "complete" of task "rush"
    Then 1 of them is answered 200 and the others 409
    And the timeline of "rush" reads "created, assigned, deadline_set, completed"

  Scenario: Of clients that read the same version, one changes it
    Given I asked to process task "same-version" for "ada" due in 3600 seconds
    And the workflow of "same-version" ends as "completed"
    When 10 clients at once assign task "same-version", each as they read it
    Then 1 of them is answered 200 and the others 412
    And the timeline of "same-version" reads "created, assigned, deadline_set, assigned"

  @restarts @cluster
  Scenario: A request that was answered is not run again after a crash
    Given I asked to process task "answered" for "ada" due in 3600 seconds
    And the workflow of "answered" ends as "completed"
    When the agent dies and is started again
    And I ask to process task "answered" for "ada" due in 3600 seconds
    Then the answer is 202
    And the timeline of "answered" reads "created, assigned, deadline_set"
    And the assignee of "answered" was told once

  Scenario: A user and a task of the same name have events of their own
    Given I asked to process task "mia" for "ada" due in 3600 seconds
    And the workflow of "mia" ends as "completed"
    And the events about "mia" are "task.created, task.assigned, task.deadline_set"
    When "mia" says "Hello"
    Then 1 "conversation.updated" event about "mia" was published
