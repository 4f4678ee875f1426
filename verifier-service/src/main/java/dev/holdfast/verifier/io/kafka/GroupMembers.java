package dev.holdfast.verifier.io.kafka;

import dev.holdfast.verifier.io.probe.Unusable;

import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ConsumerGroupDescribeRequest;
import org.apache.kafka.common.requests.ConsumerGroupDescribeResponse;
import org.apache.kafka.common.requests.DescribeGroupsRequest;
import org.apache.kafka.common.requests.DescribeGroupsResponse;

import java.io.IOException;
import java.util.List;

/// Counts a group's consumers, whichever of the two protocols it speaks.
final class GroupMembers {
    private GroupMembers() {}

    static int count(String group, BrokerTalk coordinator) throws IOException, Unusable {
        if (coordinator.knows(ApiKeys.CONSUMER_GROUP_DESCRIBE)) {
            ConsumerGroupDescribeResponse answer =
                    coordinator.send(
                            new ConsumerGroupDescribeRequest.Builder(
                                    new ConsumerGroupDescribeRequestData()
                                            .setGroupIds(List.of(group))),
                            ConsumerGroupDescribeResponse.class);
            ConsumerGroupDescribeResponseData.DescribedGroup described =
                    answer.data().groups().getFirst();
            if (described.errorCode() == Errors.NONE.code()) {
                return described.members().size();
            }
        }
        DescribeGroupsResponse answer =
                coordinator.send(
                        new DescribeGroupsRequest.Builder(
                                new DescribeGroupsRequestData().setGroups(List.of(group))),
                        DescribeGroupsResponse.class);
        DescribeGroupsResponseData.DescribedGroup described = answer.data().groups().getFirst();
        if (described.errorCode() == Errors.GROUP_ID_NOT_FOUND.code()) {
            return 0;
        }
        GroupOffsets.fine(Errors.forCode(described.errorCode()), "the group's members");
        return described.members().size();
    }
}
