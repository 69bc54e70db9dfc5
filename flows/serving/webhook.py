"""Alarms to a webhook: an automation on the Prefect server, which posts them as JSON.

The server calls the address itself, so it must be one that the server reaches.
"""

from __future__ import annotations

from datetime import timedelta

from prefect.automations import Automation
from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import get_client
from prefect.events.actions import CallWebhook
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.types import SecretDict
from pydantic import HttpUrl, SecretStr, TypeAdapter

from flows.serving.alarms import FAILED, QUARANTINE, STAGE

NAME = "dateline-alarms"

EVENTS = (FAILED, QUARANTINE, STAGE)
BODY = """{
  "text": {{ ("Dateline, " + event.payload.flow + ": " + event.payload.told) | tojson }},
  "event": {{ event.event | tojson }},
  "occurred": {{ event.occurred | string | tojson }},
  "alarm": {{ event.payload | tojson }}
}"""
"""What is posted, as a template over the event. `text` is what chats show; they ignore the rest."""


def post_alarms(url: str) -> None:
    """Have the server post each alarm to this address. Called again, the address is changed.

    The address is kept as a secret of the server's: such addresses are keys.

    Raises ValueError where it is no http(s) address.
    """
    TypeAdapter(HttpUrl).validate_python(url)
    hook = Webhook(url=SecretStr(url), headers=SecretDict({"content-type": "application/json"}))
    block = hook.save(NAME, overwrite=True)
    wanted = Automation(
        name=NAME,
        description="Posts the alarms of runs to a webhook.",
        trigger=EventTrigger(
            expect=set(EVENTS), posture=Posture.Reactive, threshold=1, within=timedelta(0)
        ),
        actions=[CallWebhook(block_document_id=block, payload=BODY)],
    )
    with get_client(sync_client=True) as client:
        for old in client.read_automations_by_name(NAME):
            client.delete_automation(old.id)
    wanted.create()
