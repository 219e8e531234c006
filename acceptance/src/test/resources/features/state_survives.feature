@restarts @cluster
Feature: A task's state survives deactivation and reactivation
  Success criterion 1.

  Scenario: A task is the same when its agent comes back
    Given I asked to process task "lasting" for "ada" due in 3600 seconds
    And the workflow of "lasting" ends as "completed"
    And "start" is asked of task "lasting"
    And I remember task "lasting"
    When the agent of task "lasting" is deactivated
    Then task "lasting" is as I remember it
    And the timeline of "lasting" reads "created, assigned, deadline_set, started"
    When "complete" is asked of task "lasting"
    Then task "lasting" is "completed" to "ada"

  Scenario: A task that is done is still done when its agent comes back
    Given I asked to process task "settled" for "ada" due in 3600 seconds
    And the workflow of "settled" ends as "completed"
    And "complete" is asked of task "settled"
    And I remember task "settled"
    When the agent dies and is started again
    Then task "settled" is as I remember it
    When "start" is asked of task "settled"
    Then the answer is 409

  Scenario: An overdue task remembers what it was before
    Given I asked to process task "before" for "ada" due in 1 second
    And task "before" becomes "overdue" within 30 seconds
    When the agent of task "before" is deactivated
    Then task "before" is "overdue" to "ada"
    When the deadline of task "before" is moved to 3600 seconds from now
    Then task "before" is "assigned" to "ada"
