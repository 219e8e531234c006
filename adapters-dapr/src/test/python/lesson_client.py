"""A client that follows the lesson: it calls the actors by proxy and expects the lesson's answers.

Takes the id of a task and of a user. Prints each call and its answer, and fails at the first that differs.
"""

import asyncio
import sys

from dapr.actor import ActorId, ActorInterface, ActorProxy, actormethod


class TaskActorInterface(ActorInterface):
    @actormethod(name="GetTask")
    async def get_task(self) -> dict | None: ...

    @actormethod(name="CreateTask")
    async def create_task(self, task: dict) -> dict: ...

    @actormethod(name="UpdateStatus")
    async def update_status(self, status: str) -> dict: ...

    @actormethod(name="AssignTask")
    async def assign_task(self, assignee: str) -> dict: ...

    @actormethod(name="SetDeadlineReminder")
    async def set_deadline_reminder(self, seconds: int) -> None: ...


class ChatActorInterface(ActorInterface):
    @actormethod(name="ProcessMessage")
    async def process_message(self, message: dict) -> dict: ...

    @actormethod(name="GetHistory")
    async def get_history(self) -> list[dict]: ...

    @actormethod(name="ClearHistory")
    async def clear_history(self) -> None: ...


def expect(what, answer, holds):
    print(f"{what} -> {answer}", flush=True)
    if not holds:
        sys.exit(f"{what}: not the lesson's answer: {answer}")


async def task(name):
    actor = ActorProxy.create("TaskActor", ActorId(name), TaskActorInterface)
    answer = await actor.GetTask()
    expect("GetTask of none", answer, answer is None)
    answer = await actor.CreateTask(
        {"title": "Write the report", "description": "All figures of March", "deadline": 3600}
    )
    expect("CreateTask", answer, answer["task_id"] == name and answer["status"] == "pending" and answer["deadline"])
    answer = await actor.AssignTask("ada")
    expect('AssignTask("ada")', answer, answer["assignee"] == "ada" and answer["status"] == "assigned")
    answer = await actor.SetDeadlineReminder(2)
    expect("SetDeadlineReminder(2)", answer, True)
    for _ in range(60):
        answer = await actor.GetTask()
        if answer["status"] == "overdue":
            break
        await asyncio.sleep(0.5)
    expect("GetTask after the deadline", answer, answer["status"] == "overdue")
    answer = await actor.UpdateStatus("completed")
    expect('UpdateStatus("completed")', answer, answer["status"] == "completed")
    try:
        answer = await actor.AssignTask(" ")
        expect('AssignTask(" ")', answer, False)
    except Exception as failure:  # the SDK's own classes differ between its versions
        expect('AssignTask(" ")', failure, "assignee must not be blank" in str(failure))
    try:
        answer = await actor.AssignTask("ben")
        expect("AssignTask of a completed task", answer, False)
    except Exception as failure:
        expect("AssignTask of a completed task", failure, "the task is completed" in str(failure))


async def chat(name):
    actor = ActorProxy.create("ChatActor", ActorId(name), ChatActorInterface)
    answer = await actor.GetHistory()
    expect("GetHistory of none", answer, answer == [])
    answer = await actor.ProcessMessage({"content": "Hello!"})
    expect("ProcessMessage", answer, answer["role"] == "assistant" and answer["content"] and answer["timestamp"])
    answer = await actor.GetHistory()
    expect("GetHistory", answer, [entry["role"] for entry in answer] == ["user", "assistant"])
    answer = await actor.ClearHistory()
    expect("ClearHistory", answer, answer is None)
    answer = await actor.GetHistory()
    expect("GetHistory", answer, answer == [])


async def main():
    await task(sys.argv[1])
    await chat(sys.argv[2])
    print("the lesson's client got the lesson's answers", flush=True)


asyncio.run(main())
