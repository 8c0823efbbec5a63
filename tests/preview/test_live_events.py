"""Who listens hears the newest news, however slow they are."""

import asyncio

from apart import apart
from coursewright.preview.live_events import Hub


def test_the_last_news_is_never_missed_and_the_end_lets_go() -> None:
    async def listen() -> list[str]:
        hub = Hub()
        hub.tell(version=1)
        heard: list[str] = []

        async def one() -> None:
            async for line in hub.listen():
                heard.append(line)
                await asyncio.sleep(0.005)

        task = asyncio.create_task(one())
        await asyncio.sleep(0.05)
        for version in range(2, 202):
            hub.tell(version=version)
        await asyncio.sleep(0.1)
        hub.close()
        await asyncio.wait_for(task, 1)
        return heard

    heard = apart(listen)
    assert heard[0].startswith("retry:")
    assert heard[1] == 'data: {"version": 1}\n\n'
    assert heard[-1] == 'data: {"version": 201}\n\n'
    assert len(heard) < 10
