"""The questions of the sample course: one of each type."""

__all__ = ["QUESTIONS"]

QUESTIONS = """:::quiz{id="Q1" type="single" objective="L1" digest}
Which road?
- [ ] Left {#left}
  > It ends in a pond.
- [x] Right {#right}
  > It goes on.
- [ ] Back {#back}
  > You were there.
:::

:::quiz{id="Q2" type="multiple" objective="L1"}
What to take?
- [x] Water {#water}
  > You will be thirsty.
- [ ] An anvil {#anvil}
  > Too heavy.
- [x] Bread {#bread}
  > You will be hungry.
:::

:::quiz{id="Q3" type="truefalse" objective="L1"}
Rails are round.
- [ ] True
  > They are not.
- [x] False
  > They are long.
:::

:::quiz{id="Q4" type="order" objective="L1"}
In what order?
1. Wake
2. Walk
3. Rest
::right
A good day.
::wrong
Begin with the eyes.
:::

:::quiz{id="Q5" type="match" objective="L1"}
What belongs where?

| Thing | Place |
| --- | --- |
| Water | Bottle |
| Bread | Bag |
::right
Packed.
::wrong
It will leak.
:::

:::quiz{id="Q6" type="text" objective="L1"}
Write a plan.
::model
Walk before noon.
::look-for
- A time
:::

:::quiz{id="Q7" type="matrix" objective="L1"}
Which road goes there?

| Place | Blue | Green |
| --- | --- | --- |
| Pond | x | |
| Hill | x | x |
::right
Yes, both go up.
::wrong
Look at the map.
:::

:::quiz{id="Q8" type="gaps" objective="L1"}
Complete the sign.

The pond is [= two | 2] miles [? south | north | east] of *here*.
::right
You read the map.
::wrong
Count again.
:::

:::quiz{id="Q9" type="number" answer="2.5" tolerance="20%" unit="miles" objective="L1"}
How far is the hill?
::right
Near enough.
::wrong
Use a thread.
:::

:::quiz{id="Q10" type="hotspot" objective="L1"}
Where is the pond?

![Two roads that part](../figures/map.svg)

- [x] Below the fork {#below rect="10 60 40 30"}
  > There it is.
- [ ] At the fork {circle="50 50 10"}
  > That is a stone.
- [ ] Beyond the hill {poly="60 5 95 5 95 40"}
  > Too far.
:::

"""
