Feature: One action on many tasks
  Specification 14.

  Scenario: All open tasks of one assignee are cancelled
    Given I asked to process task "bulk-one" for "bulker" due in 3600 seconds
    And the workflow of "bulk-one" ends as "completed"
    And I asked to process task "bulk-two" for "bulker" due in 3600 seconds
    And I asked to process task "bulk-other" for "somebody" due in 3600 seconds
    And the workflow of "bulk-two" ends as "completed"
    And the workflow of "bulk-other" ends as "completed"
    And the list of tasks "assignee:bulker" by "created" has the page "bulk-one bulk-two"
    Then a bulk to "cancel" the 3 tasks "assignee:bulker" is refused because there are 2 tasks
    When a bulk begins to "cancel" the 2 tasks "assignee:bulker"
    Then the bulk ends as "completed" with 2 done and 0 refused
    And the list of bulks has it
    And task "bulk-one" becomes "cancelled" within 30 seconds
    And task "bulk-two" becomes "cancelled" within 30 seconds
    And task "bulk-other" becomes "assigned" within 30 seconds

  @restarts
  Scenario: A bulk goes on after the agent dies
    Given I asked to process task "bulk-kept" for "bulk-keeper" due in 3600 seconds
    And the workflow of "bulk-kept" ends as "completed"
    And the list of tasks "assignee:bulk-keeper" by "created" has the page "bulk-kept"
    When a bulk begins to "cancel" the 1 tasks "assignee:bulk-keeper"
    And the agent dies and is started again
    Then the bulk ends as "completed" with 1 done and 0 refused
    And task "bulk-kept" becomes "cancelled" within 30 seconds
