package io.dmstocrate.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a failing case small: leaves out acts and faults, more and more of them at first, one by
 * one in the end, as long as the case still fails.
 *
 * <p>When something is left out, the dice fall differently, so a few schedules are tried each time.
 */
final class Shrinker {

    /** Whether a case fails. */
    @FunctionalInterface
    interface Failing {
        boolean fails(Case candidate);
    }

    private final Failing failing;
    private final int schedules;

    /**
     * Makes a shrinker.
     *
     * @param schedules how many schedules are tried before a candidate counts as good
     */
    Shrinker(Failing failing, int schedules) {
        this.failing = failing;
        this.schedules = schedules;
    }

    Case shrink(Case failed) {
        Case smallest = failed;
        while (true) {
            Case smaller = pass(smallest);
            if (smaller.equals(smallest)) {
                return smallest;
            }
            smallest = smaller;
        }
    }

    private Case pass(Case failed) {
        Case smallest = failed;
        for (int size = smallest.faults().size(); size >= 1; size /= 2) {
            for (int from = 0; from < smallest.faults().size(); ) {
                Case candidate = withoutFaults(smallest, from, size);
                Case found = failingSchedule(candidate);
                smallest = found == null ? smallest : found;
                from += found == null ? size : 0;
            }
        }
        for (int size = smallest.story().acts().size(); size >= 1; size /= 2) {
            for (int from = 0; from < smallest.story().acts().size(); ) {
                Case candidate = withoutActs(smallest, from, size);
                Case found = failingSchedule(candidate);
                smallest = found == null ? smallest : found;
                from += found == null ? size : 0;
            }
        }
        return smallest;
    }

    private Case failingSchedule(Case candidate) {
        for (int i = 0; i < schedules; i++) {
            Case tried = new Case(candidate.story(), candidate.faults(), candidate.schedule() + i);
            if (failing.fails(tried)) {
                return tried;
            }
        }
        return null;
    }

    private static Case withoutFaults(Case from, int first, int size) {
        return new Case(from.story(), without(from.faults(), first, size), from.schedule());
    }

    private static Case withoutActs(Case from, int first, int size) {
        Story story = from.story();
        return new Case(
                new Story(story.style(), story.tables(), without(story.acts(), first, size)),
                from.faults(),
                from.schedule());
    }

    private static <T> List<T> without(List<T> list, int first, int size) {
        List<T> left = new ArrayList<>(list.subList(0, first));
        left.addAll(list.subList(Math.min(first + size, list.size()), list.size()));
        return List.copyOf(left);
    }
}
