import time, pytest
from hypothesis import settings, Phase
from hypothesis.stateful import run_state_machine_as_test
from tests.cases.test_workflow_machine import Workflow
T={}
@pytest.mark.django_db
def test_dev():
    t=time.time()
    try:
        run_state_machine_as_test(Workflow, settings=settings(max_examples=6, stateful_step_count=60, deadline=None, phases=[Phase.generate], report_multiple_bugs=False))
    finally:
        print("TOOK", time.time()-t)
