"""SpiffWorkflow as a contender, run by the interpreter of its own environment: five human steps, three in parallel.

``kept`` holds the workflow in memory and writes its state, as JSON, to PostgreSQL after every step; ``reloaded`` also
reads it back before every step, as anything must whose steps come in different requests.
"""

import os
from pathlib import Path

import psycopg
from bench.contest import Answer, Watch, serve
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser  # type: ignore[import-not-found]
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer  # type: ignore[import-not-found]
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow  # type: ignore[import-not-found]
from SpiffWorkflow.util.task import TaskState  # type: ignore[import-not-found]

MODEL = Path(__file__).with_name("spiff.bpmn")
STEPS = ("accept", "survey", "review", "check", "decide")


class Peer:
    """The process, its serializer and its table."""

    def __init__(self) -> None:
        parser = BpmnParser()
        parser.add_bpmn_file(str(MODEL))
        self.spec = parser.get_spec("five")
        self.serializer = BpmnWorkflowSerializer()
        self.connection = psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=0)
        self.connection.execute("CREATE TABLE workflow (id bigserial PRIMARY KEY, state json NOT NULL)")
        self.connection.commit()

    def begin(self) -> tuple[int, BpmnWorkflow]:
        """Start a workflow and keep its state."""
        workflow = BpmnWorkflow(self.spec)
        workflow.do_engine_steps()
        with self.connection.transaction():
            row = self.connection.execute(
                "INSERT INTO workflow (state) VALUES (%s) RETURNING id", [self.serializer.serialize_json(workflow)]
            ).fetchone()
        if row is None:
            raise SystemExit("PostgreSQL gave no id")
        return row[0], workflow

    def step(self, pk: int, workflow: BpmnWorkflow, name: str) -> None:
        """A human ends a step; the engine goes on as far as it can; the state is kept."""
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        next(task for task in ready if task.task_spec.name == name).run()
        workflow.do_engine_steps()
        with self.connection.transaction():
            self.connection.execute(
                "UPDATE workflow SET state = %s WHERE id = %s", [self.serializer.serialize_json(workflow), pk]
            )

    def reloaded_step(self, pk: int, name: str) -> BpmnWorkflow:
        """The same with the state read first, under a lock."""
        with self.connection.transaction():
            row = self.connection.execute("SELECT state::text FROM workflow WHERE id = %s FOR UPDATE", [pk]).fetchone()
            if row is None:
                raise SystemExit("the workflow is gone")
            workflow = self.serializer.deserialize_json(row[0])
            self.step(pk, workflow, name)
        return workflow

    def kept(self, count: int) -> Answer:
        """So many whole cases, written after every step."""
        watch = Watch()
        for _ in range(count):
            pk, workflow = watch.run("begin", self.begin)
            for name in STEPS:
                watch.run(name, self.step, pk, workflow, name)
            check_completed(workflow)
        return watch.answer(count)

    def reloaded(self, count: int) -> Answer:
        """So many whole cases, read before and written after every step."""
        watch = Watch()
        for _ in range(count):
            pk, workflow = watch.run("begin", self.begin)
            for name in STEPS:
                workflow = watch.run(name, self.reloaded_step, pk, name)
            check_completed(workflow)
        return watch.answer(count)


def check_completed(workflow: BpmnWorkflow) -> None:
    """Only whole cases count."""
    if not workflow.is_completed():
        raise SystemExit("the workflow has not ended")


if __name__ == "__main__":
    peer = Peer()
    serve({"kept": peer.kept, "reloaded": peer.reloaded})
