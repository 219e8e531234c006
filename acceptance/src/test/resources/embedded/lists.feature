Feature: Tasks and workflows are listed
  Specification 14.

  Scenario: The open and overdue tasks of one assignee, page by page
    Given I asked to process task "list-late" for "lister" due in 1 second
    And I asked to process task "list-next" for "lister" due in 600 seconds
    And I asked to process task "list-last" for "lister" due in 3600 seconds
    And I asked to process task "list-done" for "lister" due in 3600 seconds
    And I asked to process task "list-other" for "somebody" due in 600 seconds
    And the workflow of "list-done" ends as "completed"
    And the workflow of "list-other" ends as "completed"
    When "cancel" is asked of task "list-done"
    And task "list-late" becomes "overdue" within 10 seconds
    Then the list of tasks "assignee:lister status:open" by "due" has the pages "list-late list-next" and "list-last"
    And the list of tasks "assignee:lister status:overdue" by "due" has the page "list-late"
    And the list of tasks "assignee:lister list" by "-created" has the pages "list-done list-last" and "list-next list-late"

  @restarts
  Scenario: A list goes on after the agent dies
    Given I asked to process task "list-kept" for "keeper" due in 3600 seconds
    And the workflow of "list-kept" ends as "completed"
    When the agent dies and is started again
    And task "list-kept" is assigned to "other-keeper"
    Then the list of tasks "assignee:other-keeper" by "due" has the page "list-kept"
    And the list of workflows "task:list-kept outcome:completed" has "task-workflow-list-kept"
