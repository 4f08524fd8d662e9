"""`tongban verify`: walk the chains of the journal and say where they break."""

import json

import click

from tongban.cli import ready


@click.command()
@click.option("--case", "number", default="", help="Only the case of this number.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(number: str, as_json: bool) -> None:
    """Verify the journal of every case; exit 1 where a chain breaks."""
    ready()
    from tongban.casework.cases import queries

    breaks = list(queries.verify(number))
    seal = queries.seal(number)
    if as_json:
        found = [{"case_number": one.number, "seq": one.seq, "why": one.why} for one in breaks]
        click.echo(json.dumps({**seal, "breaks": found, "chain_ok": not breaks}, ensure_ascii=False, indent=2))
    else:
        for one in breaks:
            click.echo(f"{one.number} 第{one.seq}行:{one.why}")
        verdict = f"发现{len(breaks)}处断裂。" if breaks else "日志链完整。"
        click.echo(f"共核对{seal['cases']}件、{seal['lines']}行日志。{verdict}链尾总摘要:{seal['seal']}")
    if breaks:
        raise SystemExit(1)
