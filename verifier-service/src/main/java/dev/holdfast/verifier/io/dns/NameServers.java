package dev.holdfast.verifier.io.dns;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The name servers that this machine itself asks.
record NameServers(Path file) {
    static NameServers ofThisMachine() {
        return new NameServers(Path.of("/etc/resolv.conf"));
    }

    InetAddress first() throws Unusable {
        try {
            List<String> lines = Files.readAllLines(file);
            for (String line : lines) {
                String[] words = line.strip().split("\\s+");
                if (words.length >= 2
                        && words[0].equals("nameserver")
                        && words[1].matches("[0-9.]+|[0-9A-Fa-f:.%a-z]+")) {
                    return InetAddress.ofLiteral(words[1]);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Unusable(Why.GONE, "%s cannot be read: %s".formatted(file, e.getMessage()));
        }
        throw new Unusable(Why.GONE, file + " names no name server");
    }
}
