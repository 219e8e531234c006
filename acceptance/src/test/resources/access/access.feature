@access
Feature: Callers show who they are
  Specification 15.

  Background:
    Given a server whose callers show tokens
    And "asker", "ada" and "eve" are users, "ops" is an operator and "board" is a reader

  Scenario: Without a token only health is served
    Then "nobody" gets 401 for "/tasks"
    And "nobody" gets 401 for "/tasks/t1"
    And "nobody" gets 401 for "/me"
    And "nobody" gets 200 for "/health/ready"
    And "nobody" gets 200 for "/ui/list"

  Scenario: A task is seen by who asked for it and by who has it, and by nobody else
    When "asker" asks to process task "own" for "ada"
    Then "asker" gets 200 for "/tasks/own"
    And "ada" gets 200 for "/tasks/own"
    And "ops" gets 200 for "/tasks/own"
    And "board" gets 200 for "/tasks/own"
    And "eve" gets 404 for "/tasks/own"
    And "eve" gets 404 for "/tasks/own/timeline"
    And "eve" gets 404 for "/explain/own"
    And "eve" gets 404 for "/workflows/task-workflow-own"
    And "eve" gets 404 when sending "start" to "own"
    And "board" gets 403 when sending "start" to "own"

  Scenario: Lists, totals and cursors have what the caller may see
    When "asker" asks to process task "mine-1" for "ada"
    And "asker" asks to process task "mine-2" for "bob"
    And "asker" asks to process task "mine-3" for "eve"
    Then the tasks of "asker" are "mine-1 mine-2 mine-3"
    And the tasks of "ada" are "mine-1"
    And the tasks of "eve" are "mine-3"
    And the tasks of "board" are "mine-1 mine-2 mine-3"
    And the workflows of "eve" are "task-workflow-mine-3"
    And "eve" cannot use a cursor of "asker"

  Scenario: The timeline names who changed a task, also after a restart
    When "asker" asks to process task "told" for "ada"
    And "ada" sends "start" to "told"
    And the server is restarted
    And "ops" sends "complete" to "told"
    Then the actors on the timeline of "told" are "asker asker asker ada ops"
    And the server has logged that "ops" changed "/tasks/told/complete"

  Scenario: The audit names who changed what
    When "asker" asks to process task "audited" for "ada"
    And "ada" hands "audited" over to "eve"
    And "ops" sends "cancel" to "audited"
    Then the audit of "board" for "id:audited" is "ops cancel, ada assign, asker process"
    And the audit of "ops" for "actor:ada" is "ada assign"
    And "eve" gets 403 for "/audit"
    And "nobody" gets 401 for "/audit"

  Scenario: Somebody else gets a task
    When "asker" asks to process task "moved" for "ada"
    And "ada" hands "moved" over to "eve"
    Then "ada" gets 404 for "/tasks/moved"
    And "ada" gets 404 for "/workflows/task-workflow-moved"
    And "eve" gets 200 for "/tasks/moved"
    And "eve" gets 200 for "/workflows/task-workflow-moved"

  Scenario: A user chats as themselves
    Then "ada" can chat as "ada"
    And "ada" cannot chat as "eve"
    And "ops" can chat as "eve"

  Scenario: A revoked token is refused without a restart
    Then "eve" gets 200 for "/me"
    When the token of "eve" is revoked
    Then "eve" soon gets 401 for "/me"
    And "ada" gets 200 for "/me"

  Scenario: No token is in the log
    When "asker" asks to process task "quiet" for "ada"
    And somebody shows the token "taskagent_made-up"
    Then the server has logged no token
