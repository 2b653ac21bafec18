"""Real processes of the bot under random faults, until the queue is done: `python tests/chaos --seeds 100`.

Each seed has a loopback X, a folder and a ledger of its own. `scenario` draws what happens, `zygote` starts processes,
`child` is what is changed in them, `seed` plays a scenario, `checks` looks at the end, `report` counts.
"""
