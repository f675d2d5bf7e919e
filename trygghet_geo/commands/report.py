"""`report`: the printed lägesbild of a period, from the store."""

from __future__ import annotations

from argparse import Namespace

from trygghet_geo.commands import output


def run(options: Namespace) -> int:
    """Exit code 0, also for a period in which nothing was raised: the report says so, and so does a note."""
    from trygghet_geo import followups, reports, store, taxonomy

    suffix = reports.known(options.output.suffix)
    output.check(options.output)
    source = store.open(options.store, create=False)
    given = reports.of_store(source, taxonomy.load())
    first, last = reports.period(given, options.date_from, options.date_to)
    entered = followups.measures(source, given.table)
    made = reports.report(given, first=first, last=last, people=source.attendees(), entered=entered)
    output.write(options.output, reports.to_bytes(made, suffix))
    count = reports.raised(given, first, last)
    if not count:
        output.say("inget problem togs upp i perioden; rapporten säger det")
    output.say("personuppgifter är maskerade så långt regler räcker; läs igenom rapporten innan den lämnas ut")
    output.say(f"{output.statements(count)} om problem, {first} till {last}: {options.output}")
    if options.json:
        answer = {"output": str(options.output), "from": str(first), "to": str(last), "concerns": count}
        output.answer(answer)
    return 0
