Feature: Each user's conversation is kept
  Success criterion 3.

  Scenario: The assistant answers by rule and counts
    When "ada" says "Hello!"
    Then the assistant answers "Understood. I'm tracking our conversation (message #1)."
    When "ada" says "Can you help?"
    Then the assistant answers "I'm your task management assistant. Ask me about creating, assigning, or tracking tasks."
    When "ada" says "What about my TASK?"
    Then the assistant answers "I can help with tasks. You have 3 messages in our conversation."
    And the history of "ada" holds 6 of 6 messages

  Scenario: Users do not see each other's conversation
    Given "ben" says "I am Ben"
    And "cleo" says "I am Cleo"
    Then the history of "ben" holds 2 of 2 messages
    And the history of "ben" contains "I am Ben"
    And the history of "ben" does not contain "I am Cleo"

  Scenario: A user who never said anything has no history
    Then the history of "nobody" holds 0 of 0 messages

  Scenario: The last ten exchanges are kept, and all are counted
    When "dan" says 13 messages
    Then the history of "dan" holds 20 of 26 messages
    And the entries of the history of "dan" are numbered 7 to 26

  @restarts @cluster
  Scenario: A conversation survives a crash
    Given "eve" says "Remember me"
    When the agent dies and is started again
    Then the history of "eve" contains "Remember me"
    When "eve" says "Still there?"
    Then the assistant answers "Understood. I'm tracking our conversation (message #2)."

  Scenario: A message that is sent again is held once
    When "fay" says "Once" with key "k-1"
    And "fay" says "Once" with key "k-1"
    Then the assistant answers "Understood. I'm tracking our conversation (message #1)."
    And the history of "fay" holds 2 of 2 messages
    When "fay" says "Something else" with key "k-1"
    Then the answer is 422

  Scenario: A conversation is cleared
    Given "gus" says "Forget this"
    When the history of "gus" is cleared
    Then the history of "gus" holds 0 of 0 messages

  Scenario: A message about tasks that also asks for help is about tasks
    When "hal" says "help me with my tasks"
    Then the assistant answers "I can help with tasks. You have 1 messages in our conversation."

  Scenario: Many messages of one user at once are answered one at a time
    When 20 clients at once speak as "ida"
    Then all of them are answered 200
    And each of them was counted once
    And the history of "ida" holds 20 of 40 messages
    And the entries of the history of "ida" are numbered 21 to 40
    And every message in the history of "ida" is followed by its answer

  @restarts @cluster
  Scenario: What was trimmed is still counted after a crash
    Given "jan" says 12 messages
    When the agent dies and is started again
    And "jan" says "And one more"
    Then the assistant answers "Understood. I'm tracking our conversation (message #13)."
    And the history of "jan" holds 20 of 26 messages
    And the entries of the history of "jan" are numbered 7 to 26

  @restarts @cluster
  Scenario: A message that is sent again after a crash is held once
    Given "kim" says "Only once" with key "k-2"
    When the agent dies and is started again
    And "kim" says "Only once" with key "k-2"
    Then the assistant answers "Understood. I'm tracking our conversation (message #1)."
    And the history of "kim" holds 2 of 2 messages

  @restarts @cluster
  Scenario: Each exchange is published once
    When "lou" says "One"
    And "lou" says "Two"
    Then 2 "conversation.updated" events about "lou" were published
    When the agent dies and is started again
    Then 2 "conversation.updated" events about "lou" were published
