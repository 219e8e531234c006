@cluster
Feature: A task becomes overdue when its deadline passes
  Success criterion 2.

  Scenario: The reminder fires
    When I ask to process task "late" for "ada" due in 2 seconds
    Then task "late" becomes "overdue" within 30 seconds
    And task "late" did not become overdue before its deadline
    And task "late" became overdue 1 time

  @alone
  Scenario: The reminder fires although the agent was down when it was due
    Given I asked to process task "missed" for "ada" due in 12 seconds
    And the workflow of "missed" ends as "completed"
    When the agent is down while the deadline of "missed" passes
    Then task "missed" becomes "overdue" within 30 seconds
    And task "missed" became overdue after the agent was started again
    And task "missed" became overdue 1 time

  Scenario: A task that is done never becomes overdue
    Given I asked to process task "done" for "ada" due in 20 seconds
    And the workflow of "done" ends as "completed"
    When "complete" is asked of task "done"
    And a control task, due 2 seconds after "done", becomes overdue
    Then task "done" is "completed" to "ada"
    And task "done" became overdue 0 times

  Scenario: A deadline that was moved fires when it is now, not when it was
    Given I asked to process task "moved" for "ada" due in 20 seconds
    And the workflow of "moved" ends as "completed"
    When the deadline of task "moved" is moved to 3600 seconds from now
    And a control task, due 2 seconds after "moved", becomes overdue
    Then task "moved" is "assigned" to "ada"

  Scenario: A later deadline brings an overdue task back
    Given I asked to process task "again" for "ada" due in 1 seconds
    And task "again" becomes "overdue" within 30 seconds
    When the deadline of task "again" is moved to 6 seconds from now
    Then task "again" is "assigned" to "ada"
    And task "again" becomes "overdue" within 30 seconds
    And task "again" became overdue 2 times

  Scenario: The deadline counts from when the request was accepted
    Given telling the assignee of "slow" takes 3 seconds
    When I ask to process task "slow" for "ada" due in 2 seconds
    Then task "slow" becomes "overdue" within 30 seconds
    And the deadline of "slow" is 2 seconds after it was accepted
    And the workflow of "slow" ends as "completed"

  Scenario: An overdue task can still be completed, and then stays so
    Given I asked to process task "late-done" for "ada" due in 1 second
    And task "late-done" becomes "overdue" within 30 seconds
    When "complete" is asked of task "late-done"
    Then task "late-done" is "completed" to "ada"
    And the timeline of "late-done" reads "created, assigned, deadline_set, overdue, completed"

  Scenario: Whoever takes over an overdue task starts afresh
    Given I asked to process task "handed-over" for "ada" due in 1 second
    And task "handed-over" becomes "overdue" within 30 seconds
    When task "handed-over" is assigned to "ben"
    And a control task, due 5 seconds after "handed-over", becomes overdue
    Then task "handed-over" is "assigned" to "ben"
    And task "handed-over" became overdue 1 time

  @alone
  Scenario: A task that was cancelled never becomes overdue, though the agent dies meanwhile
    Given I asked to process task "dropped" for "ada" due in 12 seconds
    And the workflow of "dropped" ends as "completed"
    When "cancel" is asked of task "dropped"
    And the agent is down while the deadline of "dropped" passes
    And a control task, due 2 seconds after "dropped", becomes overdue
    Then task "dropped" is "cancelled" to "ada"
    And task "dropped" became overdue 0 times

  Scenario: A task whose processing failed has no deadline that could pass
    Given the assignee of "no-deadline" cannot be told
    When I ask to process task "no-deadline" for "ada" due in 40 seconds
    Then the workflow of "no-deadline" ends as "failed"
    When a control task, due 2 seconds after "no-deadline", becomes overdue
    Then task "no-deadline" is "pending" with nobody
    And task "no-deadline" became overdue 0 times

  Scenario: Without a deadline in the request, a task has an hour
    When I ask to process task "hour" for "ada" without a deadline
    Then the workflow of "hour" ends as "completed"
    And the deadline of "hour" is 3600 seconds after it was accepted
