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
        int steps = steps(Play.of(story).shards().records());
        return new Case(story, Fault.random(dice, steps), dice.seed());
    }

    /** In about how many steps so many records are read, in process. */
    static int steps(int records) {
        return 40 + records * 8;
    }
}
