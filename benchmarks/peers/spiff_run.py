"""The five-step dossier in SpiffWorkflow: state restored, stored and committed at each act.

The same eight acts as ours: filed, accepted, five steps, issued.
"""

import json
import time
from pathlib import Path

import psycopg
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

ACTS = 7
"""After the filing: acceptance, five steps, issue."""
MODEL = Path(__file__).parent / "five_steps.bpmn"


def measure(url: str, *, instances: int) -> float:
    """Return the seconds that the instances took from start to end."""
    parser = BpmnParser()
    parser.add_bpmn_file(str(MODEL))
    spec = parser.get_spec("five_steps")
    serializer = BpmnWorkflowSerializer()
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("DROP TABLE IF EXISTS spiff_state")
        link.execute("CREATE TABLE spiff_state (id int PRIMARY KEY, state text NOT NULL)")
        began = time.perf_counter()
        for number in range(instances):
            _one(link, serializer, spec, number)
        seconds = time.perf_counter() - began
        link.execute("DROP TABLE spiff_state")
    return seconds


def _one(link, serializer, spec, number):
    workflow = BpmnWorkflow(spec)
    workflow.data["answers"] = [f"answer {n}" for n in range(30)]
    workflow.do_engine_steps()
    state = serializer.serialize_json(workflow)
    link.execute("INSERT INTO spiff_state VALUES (%s, %s)", [number, state])
    for _ in range(ACTS):
        row = link.execute("SELECT state FROM spiff_state WHERE id = %s", [number]).fetchone()
        workflow = serializer.deserialize_json(row[0])
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        task.run()
        workflow.do_engine_steps()
        state = serializer.serialize_json(workflow)
        link.execute("UPDATE spiff_state SET state = %s WHERE id = %s", [state, number])
    assert workflow.is_completed(), json.loads(state)["success"]
