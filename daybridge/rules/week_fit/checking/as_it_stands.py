"""Rule 7: placing a newcomer moves nothing and nobody else."""

from collections.abc import Iterator

from daybridge.rules.week_fit.checking.report import Broken, Rule
from daybridge.rules.week_fit.instance import Client, Instance, Mode
from daybridge.rules.week_fit.plan import Plan, Week


def broken_promises(instance: Instance, plan: Plan) -> Iterator[Broken]:
    """What was moved although somebody was only to be placed."""
    if instance.mode is not Mode.PLACE:
        return
    for offering in instance.offerings.values():
        stands = offering.fixed or offering.current
        if plan.offerings[offering.id].arrangement != stands:
            text = f"{offering.id} does not stay as it is."
            yield Broken(Rule.AS_IT_STANDS, text, (offering.id,))
    for client in instance.clients.values():
        if client.id in instance.place:
            continue
        if not _stays(client, plan.clients[client.id]):
            text = f"{client.id} was not to be placed, and has another week."
            yield Broken(Rule.AS_IT_STANDS, text, (client.id,))


def _stays(client: Client, week: Week) -> bool:
    if client.current is None:
        return not week.offerings and not week.individual
    is_same_group = set(week.offerings) == set(client.current.offerings)
    return is_same_group and dict(week.individual) == dict(client.current.individual)
