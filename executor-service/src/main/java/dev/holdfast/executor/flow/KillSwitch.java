package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.executor.domain.rollback.Halt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The kill switch: a row in our own database, read in every intent's transaction, so it needs no
/// other service. What is on stays on until a person lifts it.
public final class KillSwitch {
    /// Reaches everything.
    public static final String EVERYTHING = "*";

    /// Where the switch for everything is kept; no pack may be named so.
    public static final Scope HOUSE = Scope.of("holdfast", "all");

    private static final int MOST = 1000;

    private final Transactions transactions;

    public KillSwitch(Transactions transactions) {
        this.transactions = transactions;
    }

    /// Throws `IllegalArgumentException` for a reach that is neither `*` nor `system/environment`
    /// nor `system/*`.
    public Halt set(boolean on, String reach, String by, String reason) {
        if (reach.equals(HOUSE.key())) {
            throw new IllegalArgumentException(
                    "'%s' is no system; say '%s' for everything".formatted(reach, EVERYTHING));
        }
        Scope scope = reach.equals(EVERYTHING) ? HOUSE : Scope.parse(reach);
        return transactions.in(
                scope,
                work -> {
                    Halt halt = new Halt(on, reach, by, reason, work.now());
                    if (on || scope.drill() == null) {
                        work.put(Shelves.HALTS, Shelves.ONLY, halt);
                    } else {
                        // A drill's is thrown and lifted each time; it must not crowd out the
                        // others.
                        work.remove(Shelves.HALTS, Shelves.ONLY);
                    }
                    work.emit(new HaltChanged(on, reach, by, reason, work.now()), Because.none());
                    return halt;
                });
    }

    /// Every switch that was ever thrown, newest first; of drills only what is on.
    public List<Halt> all() {
        return transactions.everywhere(Shelves.HALTS, MOST).stream().map(Shelved::value).toList();
    }

    /// What halts this scope now, the widest first.
    static Optional<Halt> over(Work work) {
        Scope scope = work.scope();
        List<Scope> wider =
                Stream.of(
                                HOUSE,
                                Scope.pack(scope.system()),
                                Scope.of(scope.system(), scope.environment()),
                                scope)
                        .distinct()
                        .toList();
        Map<Scope, Halt> halts = work.find(wider, Shelves.HALTS, Shelves.ONLY);
        return wider.stream()
                .flatMap(s -> Stream.ofNullable(halts.get(s)))
                .filter(Halt::on)
                .findFirst();
    }
}
