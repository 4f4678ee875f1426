package dev.holdfast.shop.compose;

import dev.holdfast.local.LocalPostgres;
import dev.holdfast.shop.lab.Lab;
import dev.holdfast.shop.lab.LabPlace;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// A server whose application runs in one container under Docker Compose, its database beside it.
abstract class ComposeLab implements Lab {
    /// A release that works, one that does not, and one that does not and changes the schema; every
    /// other works too.
    record Releases(String good, String bad, String migrating) {}

    protected final Stack stack;
    protected final Project project;
    private final String system;
    private final String service;
    private final Releases releases;
    private final Set<String> made = new HashSet<>();

    ComposeLab(Stack stack, Project project, String system, String service, Releases releases) {
        this.stack = stack;
        this.project = project;
        this.system = system;
        this.service = service;
        this.releases = releases;
    }

    /// Begins it; what fails half way is taken down again.
    static Lab opened(ComposeLab lab) throws IOException, InterruptedException {
        try {
            lab.begin();
            return lab;
        } catch (IOException | InterruptedException | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    /// Brings the good release up.
    abstract void begin() throws IOException, InterruptedException;

    /// Deploys as the team does.
    abstract void deploy(String version) throws IOException, InterruptedException;

    /// What its pack asks for beside the database.
    abstract Map<String, String> ownValues();

    /// Makes the image of a release when it is first needed.
    final void image(String image, String version) throws IOException, InterruptedException {
        if (made.add(version)) {
            boolean migrates = version.equals(releases.migrating());
            boolean bad = migrates || version.equals(releases.bad());
            stack.images().make(image, version, bad ? "bundle" : "line", migrates);
        }
    }

    final void up() throws IOException, InterruptedException {
        project.run("up", "-d", "--no-deps", service);
    }

    final LabPlace place() {
        return stack.place();
    }

    @Override
    public final URI front() {
        return URI.create("http://127.0.0.1:" + place().front());
    }

    @Override
    public final String good() {
        return releases.good();
    }

    @Override
    public final LocalPostgres postgres() {
        return stack.database().postgres();
    }

    @Override
    public final Map<String, String> values() {
        var postgres = postgres();
        Map<String, String> all = new HashMap<>(ownValues());
        all.put("db-host", "127.0.0.1");
        all.put("db-port", Integer.toString(postgres.port()));
        all.put("db-name", postgres.database());
        all.put("db-user", postgres.user());
        return Map.copyOf(all);
    }

    @Override
    public final void act(String act, Map<String, String> with)
            throws IOException, InterruptedException {
        switch (act) {
            case "deploy" -> deploy(Lab.needed(with, "release"));
            case "stop" -> project.run("stop", service);
            case "damage" -> stack.database().damage();
            default ->
                    throw new IllegalArgumentException(
                            "%s knows the acts deploy, stop and damage, not %s"
                                    .formatted(system, act));
        }
    }

    @Override
    public void close() {
        try {
            project.away();
        } catch (IOException e) {
            System.err.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stack.close();
    }
}
