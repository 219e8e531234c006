Feature: Tasks and workflows are listed
  Specification 14.

  Scenario: The open and overdue tasks of one assignee, page by page
    Given I asked to process task "list-late" for "lister" due in 1 second
    And the workflow of "list-late" ends as "completed"
    And I asked to process task "list-next" for "lister" due in 600 seconds
    And the workflow of "list-next" ends as "completed"
    And I asked to process task "list-last" for "lister" due in 3600 seconds
    And the workflow of "list-last" ends as "completed"
    And I asked to process task "list-done" for "lister" due in 3600 seconds
    And the workflow of "list-done" ends as "completed"
    And I asked to process task "list-other" for "somebody" due in 600 seconds
    And the workflow of "list-other" ends as "completed"
    When "cancel" is asked of task "list-done"
    And task "list-late" becomes "overdue" within 30 seconds
    Then the list of tasks "assignee:lister status:open" by "due" has the pages "list-late list-next" and "list-last"
    And the list of tasks "assignee:lister status:overdue" by "due" has the page "list-late"
    And the list of tasks "assignee:lister list" by "-created" has the pages "list-done list-last" and "list-next list-late"

  Scenario: A stream has what changes after a list
    Given I asked to process task "stream-leaves" for "streamer" due in 3600 seconds
    And the workflow of "stream-leaves" ends as "completed"
    And the list of tasks "assignee:streamer" by "due" has the page "stream-leaves"
    When the changes of tasks "assignee:streamer" are followed from their list
    And task "stream-leaves" is assigned to "other-streamer"
    And I asked to process task "stream-comes" for "streamer" due in 3600 seconds
    Then the stream says "leave" of task "stream-leaves"
    And the stream says "upsert" of task "stream-comes"

  @restarts
  Scenario: Who changed what is listed, also after the agent dies
    Given I asked to process task "audit-one" for "audited" due in 3600 seconds
    And the workflow of "audit-one" ends as "completed"
    When task "audit-one" is assigned to "somebody"
    And "cancel" is asked of task "audit-one"
    Then the audit "id:audit-one" has "cancel assign process"
    When the agent dies and is started again
    Then the audit "id:audit-one" has "cancel assign process"
    And the audit "id:audit-one action:assign at:<1h" has "assign"

  @restarts
  Scenario: A list goes on after the agent dies
    Given I asked to process task "list-kept" for "keeper" due in 3600 seconds
    And the workflow of "list-kept" ends as "completed"
    When the agent dies and is started again
    And task "list-kept" is assigned to "other-keeper"
    Then the list of tasks "assignee:other-keeper" by "due" has the page "list-kept"
    And the list of workflows "task:list-kept outcome:completed" has "task-workflow-list-kept"
