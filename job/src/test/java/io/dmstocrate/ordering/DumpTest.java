package io.dmstocrate.ordering;
import io.dmstocrate.ordering.SourceHistory.*;
import java.util.*;
import org.junit.jupiter.api.Test;
class DumpTest {
  @Test void dump() throws Exception {
    long seed = Long.getLong("dump.seed", 46);
    try (Runs runs = new Runs()) {
      Run run = runs.start(seed, Style.of(4,15,Feature.PARTIAL_UPDATES,Feature.KEY_CHANGES,Feature.PARTIAL_KEY_CHANGES,Feature.REPLAYS,Feature.REDELIVERIES));
      var arrivals = run.arrivals();
      Map<String,Integer> pos = new TreeMap<>();
      arrivals.stream().filter(a->a.change()!=null).forEach(a->pos.put(a.change().phase()+a.change().source().text(),0));
      int n=0; for (var e: pos.entrySet()) e.setValue(n++);
      Collections.shuffle(arrivals, new Random(seed));
      if (!Boolean.getBoolean("dump.plain")) arrivals = ChangeOrderingPropertyTest.leavingFirst(arrivals);
      for (var a : arrivals) { var c=a.change(); if(c==null){System.out.println("opening");continue;}
        System.out.println(pos.get(c.phase()+c.source().text())+" "+c.phase()+" "+c.word()+" "+c.part()+" "+Arrays.toString(c.row().values())+c.row().columns().names()+" left "+c.leftOut()+" to "+c.newKey()); }
    }
  }
}
