package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.decision.domain.rehearsal.WhatIf;

import java.time.Duration;
import java.util.List;

/// What the audit of a shop says after two incidents.
public final class RecordedShop {
    public static final Scope SCOPE = Shop.PRODUCTION;

    private RecordedShop() {}

    public static List<WhatIf.Recorded> record() {
        Shop shop = new Shop().deployed();
        shop.raises("ShopDown", 1);
        shop.planned();
        shop.starts();
        shop.passes(Duration.ofMinutes(1));
        shop.completes();
        shop.clears("ShopDown");
        shop.verified();
        shop.passes(Duration.ofMinutes(30));
        shop.raises("Cosmetic", 1);
        shop.passes(Duration.ofMinutes(5));
        shop.clears("Cosmetic");
        return new Views(shop.store, new Policies())
                .record(SCOPE, "", 1_000).stream()
                        .map(s -> s.value())
                        .flatMap(e ->
                                EventTypes.named(e.kind())
                                        .map(t ->
                                                new WhatIf.Recorded(
                                                        e.at(), (Event) Json.read(e.body(), t)))
                                        .stream())
                        .filter(r -> WhatIf.wanted(r.event().getClass()))
                        .toList();
    }
}
