Feature: A workflow survives a restart in mid-flight and resumes
  Success criterion 4.

  @restarts @cluster
  Scenario: Killed while the assignee is being told
    Given telling the assignee of "midway" takes until the agent dies
    And I asked to process task "midway" for "ada" due in 3600 seconds
    And telling the assignee of "midway" has begun
    When the agent dies and is started again
    Then the workflow of "midway" ends as "completed"
    And task "midway" is "assigned" to "ada"
    And the assignee of "midway" was told once
    And the timeline of "midway" reads "created, assigned, deadline_set"

  @alone @cluster
  Scenario: Killed while it waits to try again
    Given the assignee of "waiting" cannot be told 1 time
    And I asked to process task "waiting" for "ada" due in 3600 seconds
    And telling the assignee of "waiting" has begun
    When the agent dies and is started again
    Then the workflow of "waiting" ends as "completed"
    And the assignee of "waiting" was told once

  @restarts @cluster
  Scenario: Killed while it undoes what it did
    Given the assignee of "undoing" cannot be told
    And telling the assignee of "undoing" takes until the agent dies
    And I asked to process task "undoing" for "ada" due in 3600 seconds
    And telling the assignee of "undoing" has begun
    When the agent dies and is started again
    And the agent dies and is started again
    Then the workflow of "undoing" ends as "failed"
    And task "undoing" is "pending" with nobody

  @alone @cluster
  Scenario: Stopped in an orderly way while the assignee is being told
    Given telling the assignee of "orderly" takes 2 seconds
    And I asked to process task "orderly" for "ada" due in 3600 seconds
    And telling the assignee of "orderly" has begun
    When the agent of task "orderly" is deactivated
    Then the workflow of "orderly" ends as "completed"
    And the assignee of "orderly" was told once

  @restarts @cluster
  Scenario: A request to cancel survives
    Given telling the assignee of "recalled" takes until the agent dies
    And I asked to process task "recalled" for "ada" due in 3600 seconds
    And telling the assignee of "recalled" has begun
    And the workflow of "recalled" is cancelled
    And the answer is 202
    When the agent dies and is started again
    Then the workflow of "recalled" ends as "cancelled"
    And task "recalled" is "pending" with nobody

  @alone @cluster
  Scenario: Killed at every turn, it still tries no more than three times
    Given the assignee of "counted" cannot be told
    And I asked to process task "counted" for "ada" due in 3600 seconds
    And telling the assignee of "counted" has begun
    When 1 second passes
    And the agent dies and is started again
    Then the workflow of "counted" ends as "failed"
    And telling the assignee of "counted" was tried in 3 attempts
    And task "counted" is "pending" with nobody
