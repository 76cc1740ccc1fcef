package io.dmstocrate.proof;

import java.util.List;

/**
 * All that decides how a run goes: what happens at the source, what goes wrong, and in which order
 * everything takes its turn.
 */
record Case(Story story, List<Fault> faults, long schedule) {

    static Case random(long seed) {
        Dice dice = new Dice(seed);
        Story story = Story.random(dice.seed());
        int steps = 40 + Play.of(story).shards().records() * 8;
        return new Case(story, Fault.random(dice, steps), dice.seed());
    }
}
