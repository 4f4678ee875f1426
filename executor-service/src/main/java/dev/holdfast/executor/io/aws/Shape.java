package dev.holdfast.executor.io.aws;

import dev.holdfast.executor.flow.Call;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;

import java.util.List;

/// How a restored instance is to be: like the one it stands in for, except what the runbook says. AWS
/// itself would put it into the default subnets, security group and parameters.
record Shape(
        String instanceClass,
        @Nullable String subnetGroup,
        List<String> securityGroups,
        @Nullable String parameterGroup,
        @Nullable String optionGroup,
        @Nullable Boolean multiAz,
        @Nullable Boolean reachable,
        @Nullable Integer port) {
    static Shape of(Call call, DBInstance like) {
        List<String> groups =
                call.has("security-groups")
                        ? call.texts("security-groups")
                        : like.vpcSecurityGroups().stream()
                                .map(g -> g.vpcSecurityGroupId())
                                .toList();
        String subnets =
                like.dbSubnetGroup() == null ? null : like.dbSubnetGroup().dbSubnetGroupName();
        String parameters =
                like.dbParameterGroups().stream()
                        .map(g -> g.dbParameterGroupName())
                        .filter(Shape::own)
                        .findFirst()
                        .orElse(null);
        String options =
                like.optionGroupMemberships().stream()
                        .map(g -> g.optionGroupName())
                        .filter(Shape::own)
                        .findFirst()
                        .orElse(null);
        return new Shape(
                call.text("class", String.valueOf(like.dbInstanceClass())),
                call.optional("subnet-group").orElse(subnets),
                groups,
                call.optional("parameter-group").orElse(parameters),
                options,
                like.multiAZ(),
                like.publiclyAccessible(),
                like.endpoint() == null ? null : like.endpoint().port());
    }

    /// A default group is what AWS takes by itself, and cannot always be named.
    private static boolean own(String group) {
        return !group.startsWith("default:") && !group.startsWith("default.");
    }

    RestoreDbInstanceFromDbSnapshotRequest.Builder into(
            RestoreDbInstanceFromDbSnapshotRequest.Builder request) {
        return request.dbInstanceClass(instanceClass)
                .dbSubnetGroupName(subnetGroup)
                .vpcSecurityGroupIds(securityGroups)
                .dbParameterGroupName(parameterGroup)
                .optionGroupName(optionGroup)
                .multiAZ(multiAz)
                .publiclyAccessible(reachable)
                .copyTagsToSnapshot(true)
                .port(port);
    }

    String told() {
        return "%s, subnets %s, security groups %s, parameters %s"
                .formatted(instanceClass, subnetGroup, securityGroups, parameterGroup);
    }
}
