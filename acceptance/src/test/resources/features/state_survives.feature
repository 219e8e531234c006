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
