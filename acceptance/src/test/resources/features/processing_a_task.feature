Feature: Processing a task
  A request is validated, its task is created, assigned and given a deadline, and the assignee is told.

  @cluster
  Scenario: A request goes through all steps
    When I ask to process task "report" for "ada" due in 3600 seconds
    Then the workflow of "report" ends as "completed"
    And its steps "validate, create, assign, set_deadline, notify" are all "done"
    And task "report" is "assigned" to "ada"
    And the deadline of "report" is 3600 seconds after it was accepted
    And the assignee of "report" was told once
    And the timeline of "report" reads "created, assigned, deadline_set"

  Scenario: A request that makes no sense is rejected with all its issues
    When I ask to process task "vague" titled "Hm" described "Do it"
    Then the workflow of "vague" ends as "rejected"
    And its message names "Title" and "Description"
    And there is no task "vague"
    And nobody was told of "vague"

  Scenario: The same request again changes nothing
    Given I asked to process task "twice" for "ada" due in 3600 seconds
    And the workflow of "twice" ends as "completed"
    When I ask to process task "twice" for "ada" due in 3600 seconds
    Then the answer is 202
    And the timeline of "twice" reads "created, assigned, deadline_set"
    And the assignee of "twice" was told once

  Scenario: Another request for a known task is refused and told how to go on
    Given I asked to process task "known" for "ada" due in 3600 seconds
    When I ask to process task "known" for "ben" due in 3600 seconds
    Then the answer is 409
    And its detail names "/workflows/task-workflow-known/retry"
    And the workflow of "known" ends as "completed"
    And task "known" is "assigned" to "ada"

  Scenario: A task is worked on and completed
    Given I asked to process task "work" for "ada" due in 3600 seconds
    And the workflow of "work" ends as "completed"
    When "start" is asked of task "work"
    Then task "work" is "in_progress" to "ada"
    When "complete" is asked of task "work"
    Then task "work" is "completed" to "ada"
    When "start" is asked of task "work"
    Then the answer is 409
    And the timeline of "work" reads "created, assigned, deadline_set, started, completed"

  Scenario: A client that read an old version is told so
    Given I asked to process task "versions" for "ada" due in 3600 seconds
    And the workflow of "versions" ends as "completed"
    When "start" is asked of task "versions" at version 1
    Then the answer is 412
    And task "versions" is "assigned" to "ada"

  Scenario: A workflow can be read as soon as it was accepted
    Given telling the assignee of "early" takes 5 seconds
    When I ask to process task "early" for "ada" due in 3600 seconds
    Then the answer is 202
    And the workflow of "early" is under way
    And the workflow of "early" ends as "completed"

  Scenario: What was never heard of is not there
    Then there is no task "unheard"
    And there is no workflow of "unheard"
    When "start" is asked of task "unheard"
    Then the answer is 404
    When the workflow of "unheard" is cancelled
    Then the answer is 404
    When the workflow of "unheard" is tried again for "ben"
    Then the answer is 404
