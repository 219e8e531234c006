Feature: A failed notification rolls the assignment back
  Success criterion 5.

  Scenario: Three tries, then everything is undone in reverse
    Given the assignee of "unlucky" cannot be told
    When I ask to process task "unlucky" for "ada" due in 2 seconds
    Then the workflow of "unlucky" ends as "failed"
    And telling the assignee of "unlucky" was tried 3 times, at least 1 and 2 seconds apart
    And task "unlucky" is "pending" with nobody
    And task "unlucky" has no deadline
    And the timeline of "unlucky" ends with "deadline_cleared, unassigned"
    And a "saga.compensated" event about "unlucky" was published

  Scenario: Two failures are nothing
    Given the assignee of "lucky" cannot be told 2 times
    When I ask to process task "lucky" for "ada" due in 3600 seconds
    Then the workflow of "lucky" ends as "completed"
    And telling the assignee of "lucky" was tried 3 times, at least 1 and 2 seconds apart

  Scenario: What somebody else did meanwhile is not undone
    Given the assignee of "taken" cannot be told
    When I ask to process task "taken" for "ada" due in 3600 seconds
    And telling the assignee of "taken" has begun
    And task "taken" is assigned to "ben"
    Then the workflow of "taken" ends as "failed"
    And task "taken" is "assigned" to "ben"
    And task "taken" has no deadline

  Scenario: A task that was cancelled meanwhile stays cancelled
    Given the assignee of "gone" cannot be told
    When I ask to process task "gone" for "ada" due in 3600 seconds
    And telling the assignee of "gone" has begun
    And "cancel" is asked of task "gone"
    Then the workflow of "gone" ends as "failed"
    And task "gone" is "cancelled" to "ada"

  Scenario: A workflow is cancelled and undoes what it did
    Given telling the assignee of "stopped" takes 2 seconds
    And I asked to process task "stopped" for "ada" due in 3600 seconds
    And telling the assignee of "stopped" has begun
    When the workflow of "stopped" is cancelled
    Then the answer is 202
    And the workflow of "stopped" ends as "cancelled"
    And task "stopped" is "pending" with nobody
    When the workflow of "stopped" is cancelled
    Then the answer is 409

  Scenario: A failed workflow is tried again with corrections
    Given the assignee of "fixed" cannot be told 3 times
    And I asked to process task "fixed" for "ada" due in 3600 seconds
    And the workflow of "fixed" ends as "failed"
    When the workflow of "fixed" is tried again for "ben"
    Then the answer is 202
    And the workflow of "fixed-r2" ends as "completed"
    And task "fixed" is "assigned" to "ben"
    When the workflow of "fixed-r2" is tried again for "cleo"
    Then the answer is 409

  Scenario: A rejected request is tried again with corrections
    Given I ask to process task "short" titled "Hm" described "A description that is long enough"
    And the workflow of "short" ends as "rejected"
    When the workflow of "short" is tried again with title "A title that is long enough"
    Then the workflow of "short-r2" ends as "completed"
