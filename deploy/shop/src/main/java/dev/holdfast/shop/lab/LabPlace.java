package dev.holdfast.shop.lab;

import dev.holdfast.local.LocalException;
import dev.holdfast.local.Ports;

import java.nio.file.Path;

/// Where one lab lives: its folder, and its ports, from the 80th after the house's port base.
///
/// @param owner the process that it ends with
public record LabPlace(Path folder, int portBase, long owner) {
    private static final int FIRST = 80;
    private static final int COUNT = 10;

    public LabPlace {
        folder = folder.toAbsolutePath().normalize();
    }

    /// What customers talk to.
    public int front() {
        return port(0);
    }

    /// The keeper's own page.
    public int page() {
        return port(1);
    }

    public int database() {
        return port(2);
    }

    /// One of the lab's ten ports, 0 to 9.
    public int port(int number) {
        return portBase + FIRST + number;
    }

    /// Throws when somebody else listens on one of the ports that every lab needs.
    public void refuseWhenTaken() {
        for (int port : new int[] {front(), page(), database()}) {
            if (Ports.isTaken(port)) {
                throw new LocalException(
                        "The lab needs the ports %d to %d, and %d is taken."
                                        .formatted(front(), port(COUNT - 1), port)
                                + " Is another demo running? `holdfast down` ends it.");
            }
        }
    }
}
