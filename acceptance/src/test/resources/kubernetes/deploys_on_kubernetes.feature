@cluster
Feature: The system deploys on Kubernetes with Dapr sidecars
  Success criterion 6.

  Scenario: Two pods, each with a sidecar
    Then 2 pods are ready, each with the containers "task-agent" and "daprd"
    And Task Agent has been started only once in each

  @deployment
  Scenario Outline: Every overlay is what Kubernetes takes
    Then the API server takes the overlay "<overlay>"

    Examples:
      | overlay        |
      | local          |
      | docker-desktop |
      | production     |
      | tracing        |

  Scenario: Nothing may run as root
    Then a pod that runs as root is not admitted

  Scenario: Sidecars talk to each other by mTLS only
    Then a sidecar answers nothing to a call in plain text
    And a sidecar shows a certificate of Dapr's for "task-agent-system"

  Scenario: What Redis holds of a task cannot be read without the key
    When I ask to process task "secret" for "ada" due in 3600 seconds
    And the workflow of "secret" ends as "completed"
    Then Redis holds task "secret" encrypted with the key "state-key-1"

  Scenario: One trace leads from a request to all that came of it
    When I ask to process task "traced" for "ada" due in 3600 seconds, as part of a trace
    And the workflow of "traced" ends as "completed"
    Then the trace shows, one under the other:
      | service           | span                                 |
      | task-agent        | POST /tasks/process                  |
      | task-agent-system | orchestration.*saga.Run              |
      | task-agent-system | activity.*RunTaskSteps               |
      | task-agent-system | .*InvokeActor                        |
      | task-agent-system | .*PublishEvent                       |
      | task-agent-system | .*SaveState                          |
    And each span of it belongs under another, or under what the client did

  @alone
  Scenario: A pod whose actors cannot take turns is not ready, and is not started anew
    When Redis is gone
    Then 0 pods become ready
    When Redis is back
    Then 2 pods become ready
    And Task Agent has been started only once in each
    When I ask to process task "redis-back" for "ada" due in 3600 seconds
    Then the workflow of "redis-back" ends as "completed"

  @deployment
  Scenario Outline: A deployment that cannot work says why, and is not ready
    Given another deployment with <mistake>
    Then its pod is not ready, and says "<why>"

    Examples:
      | mistake                        | why                     |
      | a setting that is unknown      | TASKAGENT_NOTIFY_CHANEL |
      | an image that is not there     | taskagent/app:nowhere   |
      | a component that cannot be had | INIT_COMPONENT_FAILURE  |
      | a Secret that is not there     | not-there               |

  @alone
  Scenario: A deleted pod's workflows go on elsewhere
    Given telling the assignees of "pod" takes 3 seconds
    When 10 tasks "pod" are asked to be processed
    And a pod is deleted
    Then all workflows of "pod" end as "completed"
    And each assignee of "pod" was told once
    And each timeline of "pod" reads "created, assigned, deadline_set"

  @alone
  Scenario: A deadline passes though the pod of its task is deleted
    Given I asked to process task "moving" for "ada" due in 8 seconds
    And the workflow of "moving" ends as "completed"
    When a pod is deleted
    Then task "moving" becomes "overdue" within 40 seconds

  @alone
  Scenario: A rolling update under load
    Given clients ask for tasks and talk all the time
    When all pods are replaced one after the other
    Then no client was told "not now"
    And all that was acknowledged is there

  @alone
  Scenario: A rollout that cannot work does not disturb the pods that do
    Given clients ask for tasks and talk all the time
    When a version is rolled out that cannot use its store
    Then its pod is not ready, and 2 others are
    And no client was told "not now"
    When the rollout is undone
    Then all that was acknowledged is there

  @alone
  Scenario: One replica, then three, then one, under load
    Given clients ask for tasks and talk all the time
    When there are 1, then 3, then 1 replicas
    Then all that was acknowledged is there
