package dev.holdfast.cli.drill;

import dev.holdfast.backbone.drill.Drill;
import dev.holdfast.backbone.drill.DrillsFile;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.command.PackCommand;
import dev.holdfast.cli.http.Services;
import dev.holdfast.cli.output.Column;
import dev.holdfast.local.HouseControl;
import dev.holdfast.local.HouseSettings;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// A call that must come back through all five services; only then is the outside heartbeat called.
/// Who hears no heartbeat knows that Holdfast cannot heal, whatever it says of itself.
public final class Canary {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int GOOD = 200;
    private static final int OTHER = 300;

    private final HouseSettings house;
    private final Services services;
    private final PackFiles pack;
    private final Drill drill;
    private final String token;

    /// @param pack with one drill that does nothing but signal
    public Canary(HouseSettings house, Services services, PackFiles pack, DrillsFile file) {
        this.house = house;
        this.services = services;
        this.pack = pack;
        this.drill = file.drills().getFirst();
        this.token = DrillDoor.token(house);
    }

    /// Makes its pack current; `Failure` where a service refuses it.
    public void settle() {
        var state = PackCommand.apply(services, pack);
        if (!Column.at(state, "state").equals("active")) {
            throw new Failure(
                    Exit.FAILED,
                    "The canary's pack is %s: %s"
                            .formatted(Column.at(state, "state"), Column.at(state, "problems")));
        }
    }

    /// Calls once, waits for the end, and calls the heartbeat only if the call came back; `Failure`
    /// where a service does not answer at all.
    public Held call(@Nullable URI heartbeat) throws InterruptedException {
        var all = new DrillHouse(house, services, token, new HouseControl(house)::kill);
        Held held;
        try {
            held = new DrillRun(all, pack, drill, null).held(null);
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, String.valueOf(e.getMessage()), e);
        }
        if (held.passed() && heartbeat != null) {
            beat(heartbeat);
        }
        return held;
    }

    /// Its address may hold a secret, so it is not in the message.
    private void beat(URI heartbeat) throws InterruptedException {
        var request = HttpRequest.newBuilder(heartbeat).timeout(PATIENCE).GET().build();
        int status;
        try {
            status = services.client().send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new Failure(
                    Exit.FAILED,
                    "The heartbeat at %s does not answer: %s"
                            .formatted(heartbeat.getAuthority(), e.getClass().getSimpleName()),
                    e);
        }
        if (status < GOOD || status >= OTHER) {
            throw new Failure(
                    Exit.FAILED,
                    "The heartbeat at %s answered %d".formatted(heartbeat.getAuthority(), status));
        }
    }
}
