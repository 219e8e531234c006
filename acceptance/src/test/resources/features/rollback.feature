Feature: A failed notification rolls the assignment back
  Success criterion 5.

  @cluster
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

  Scenario: Nobody is told of a task that somebody else has by now
    Given the assignee of "taken" cannot be told
    And telling the assignee of "taken" takes 2 seconds
    When I ask to process task "taken" for "ada" due in 3600 seconds
    And telling the assignee of "taken" has begun
    And task "taken" is assigned to "ben"
    Then the workflow of "taken" ends as "completed"
    And its step "notify" is "skipped", because "the task has another assignee"
    And task "taken" is "assigned" to "ben"
    And task "taken" has a deadline

  Scenario: Nobody is told of a task that is done
    Given the assignee of "finished" cannot be told
    And telling the assignee of "finished" takes 2 seconds
    When I ask to process task "finished" for "ada" due in 3600 seconds
    And telling the assignee of "finished" has begun
    And "complete" is asked of task "finished"
    Then the workflow of "finished" ends as "completed"
    And its step "notify" is "skipped", because "the task is completed"
    And task "finished" is "completed" to "ada"
    And the timeline of "finished" reads "created, assigned, deadline_set, completed"

  Scenario: A workflow is cancelled and undoes what it did
    Given telling the assignee of "stopped" takes 5 seconds
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

  Scenario: A deadline that somebody moved meanwhile is not undone
    Given the assignee of "extended" cannot be told
    And telling the assignee of "extended" takes 2 seconds
    When I ask to process task "extended" for "ada" due in 3600 seconds
    And telling the assignee of "extended" has begun
    And the deadline of task "extended" is moved to 7200 seconds from now
    Then the workflow of "extended" ends as "failed"
    And its step "set_deadline" is "skipped", because "the task has the deadline of another command"
    And task "extended" is "pending" with nobody
    And task "extended" has a deadline
    And the timeline of "extended" reads "created, assigned, deadline_set, deadline_set, unassigned"

  Scenario: A workflow that waits to try again is cancelled at once
    Given the assignee of "impatient" cannot be told
    And I asked to process task "impatient" for "ada" due in 3600 seconds
    And telling the assignee of "impatient" has begun
    When the workflow of "impatient" is cancelled
    Then the answer is 202
    And the workflow of "impatient" ends as "cancelled"
    And task "impatient" is "pending" with nobody
    And the timeline of "impatient" ends with "deadline_cleared, unassigned"

  Scenario: A workflow that waits to try again tries at once
    Given the assignee of "hasty" can only be told a minute later
    And I asked to process task "hasty" for "ada" due in 3600 seconds
    And step "notify" of the workflow of "hasty" is "waiting"
    When the workflow of "hasty" is tried at once
    Then the answer is 202
    And the workflow of "hasty" ends as "completed"
    And the assignee of "hasty" was told once
    When the workflow of "hasty" is tried at once
    Then the answer is 409
    And its detail names "has ended"

  Scenario: A rolled back task is not lost: somebody can take it by hand
    Given the assignee of "by-hand" cannot be told
    And I asked to process task "by-hand" for "ada" due in 3600 seconds
    And the workflow of "by-hand" ends as "failed"
    And task "by-hand" is explained by "Notifying ada failed 3 times, so its steps were compensated."
    When task "by-hand" is assigned to "ben"
    Then task "by-hand" is explained by "Waiting for ben to start."
    When "start" is asked of task "by-hand"
    And "complete" is asked of task "by-hand"
    Then task "by-hand" is "completed" to "ben"

  Scenario: Many clients at once ask to try again, and it is tried once
    Given the assignee of "eager" cannot be told 3 times
    And I asked to process task "eager" for "ada" due in 3600 seconds
    And the workflow of "eager" ends as "failed"
    When 10 clients at once ask to try the workflow of "eager" again
    Then all of them are answered with the workflow of "eager-r2"
    And the workflow of "eager-r2" ends as "completed"
    And there is no workflow of "eager-r3"
    And the assignee of "eager" was told once

  Scenario: A cancelled workflow is tried again, and again
    Given telling the assignee of "stubborn" takes 3 seconds
    And I asked to process task "stubborn" for "ada" due in 3600 seconds
    And telling the assignee of "stubborn" has begun
    And the workflow of "stubborn" is cancelled
    And the workflow of "stubborn" ends as "cancelled"
    When the workflow of "stubborn" is tried again for "ben"
    Then the answer is 202
    When the workflow of "stubborn-r2" is cancelled
    Then the workflow of "stubborn-r2" ends as "cancelled"
    When the workflow of "stubborn-r2" is tried again for "cleo"
    Then the workflow of "stubborn-r3" ends as "completed"
    And task "stubborn" is "assigned" to "cleo"
    And the timeline of "stubborn" holds "created" once

  Scenario: A retry and a task that is named like one do not get mixed up
    Given I asked to process task "twin-r2" for "ben" due in 3600 seconds
    And the workflow of "twin-r2" ends as "completed"
    And the assignee of "twin" cannot be told 3 times
    And I asked to process task "twin" for "ada" due in 3600 seconds
    And the workflow of "twin" ends as "failed"
    When the workflow of "twin" is tried again for "cleo"
    Then the answer is 202
    And the workflow of "twin-r3" ends as "completed"
    And task "twin" is "assigned" to "cleo"
    And task "twin-r2" is "assigned" to "ben"

  @alone
  Scenario: An outage of whoever tells the assignees is waited for, and nothing is undone
    Given nobody can be told anything
    When 30 tasks "outage" are asked to be processed
    And telling the assignees of "outage" failed 5 times
    # Longer than three tries take: who were not waited for would be undone.
    And 4 seconds pass
    And everybody can be told again
    Then all workflows of "outage" end as "completed"
    And each timeline of "outage" reads "created, assigned, deadline_set"
    And each assignee of "outage" was told once
