package dev.holdfast.executor.io.aws;

import dev.holdfast.executor.flow.Action;

import java.util.List;

/// Every action at AWS.
public final class Aws {
    private Aws() {}

    public static List<Action> actions() {
        return List.of(
                new RdsRestore(),
                new SecretStage(),
                new SecretField(),
                new S3Sync(),
                new Invalidate(),
                new SsmParameter(),
                new EcsService());
    }
}
