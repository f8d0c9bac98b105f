"""Starts ministack with shards as Kinesis has them: `python start_emulator.py`, with its settings in the environment.

It knows no stream of an iterator where it evaluates policies. Its SplitShard and MergeShards delete the parents with all their records, and its sequence numbers begin with zeros. In Kinesis a parent is closed: it takes no
more records, stays listed and readable until its records expire, and its reader gets no further iterator behind the last record.
https://docs.aws.amazon.com/streams/latest/dev/kinesis-using-sdk-java-after-resharding.html
https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html
"""

import itertools
import json
import sys
import time

from ministack.app import main
from ministack.core import iam_actions
from ministack.services import kinesis

_count = itertools.count()
_split, _merge = kinesis._split_shard, kinesis._merge_shards
_get_records, _shard_out = kinesis._get_records, kinesis._shard_out


def next_sequence_number():
    """56 digits, as many as Kinesis gives, and rising."""
    return f"496{int(time.time() * 1000):033d}{next(_count):020d}"


def keeping_parents(reshard, *names):
    """What `reshard` does, but with its parents, closed, left in the stream."""

    def kept(data):
        _, stream = kinesis._resolve_stream(data)
        shards = stream["shards"] if stream else {}
        parents = {data[name]: shards[data[name]] for name in names if data.get(name) in shards}
        closed = [identifier for identifier, shard in parents.items() if "ending_sequence_number" in shard]
        if closed:
            return kinesis.error_response_json("ResourceInUseException", f"Shard {closed[0]} is closed", 400)
        answer = reshard(data)
        if answer[0] == 200:
            end = next_sequence_number()
            for identifier, shard in parents.items():
                shards[identifier] = {**shard, "ending_sequence_number": end}
        return answer

    return kept


def route_to_open_shard(hash_key, stream):
    return next(
        identifier
        for identifier, shard in stream["shards"].items()
        if "ending_sequence_number" not in shard
        and int(shard["starting_hash_key"]) <= hash_key <= int(shard["ending_hash_key"])
    )


def shard_out(identifier, shard):
    shown = _shard_out(identifier, shard)
    if "ending_sequence_number" in shard:
        shown["SequenceNumberRange"]["EndingSequenceNumber"] = shard["ending_sequence_number"]
    return shown


def children_of(parent, stream):
    return [
        {
            "ShardId": identifier,
            "ParentShards": [name for name in (shard["parent_shard_id"], shard["adjacent_parent_shard_id"]) if name],
            "HashKeyRange": shard_out(identifier, shard)["HashKeyRange"],
        }
        for identifier, shard in stream["shards"].items()
        if parent in (shard["parent_shard_id"], shard["adjacent_parent_shard_id"])
    ]


def get_records(data):
    status, headers, body = answer = _get_records(data)
    if status != 200:
        return answer
    given = json.loads(body)
    following = kinesis._shard_iterators[given["NextShardIterator"]]
    stream = kinesis._streams[following["stream"]]
    shard = stream["shards"][following["shard_id"]]
    if "ending_sequence_number" not in shard or following["position"] < len(shard["records"]):
        return answer
    del given["NextShardIterator"]
    return kinesis.json_response({**given, "ChildShards": children_of(following["shard_id"], stream)})


_resource_arn = iam_actions.extract_resource_arn


def resource_arn(service, method, path, headers, body, *rest):
    """Of a request with an iterator alone: the iterator's stream."""
    if service == "kinesis" and b'"ShardIterator"' in body and b'"StreamARN"' not in body:
        iterator = kinesis._shard_iterators.get(json.loads(body)["ShardIterator"])
        if iterator is not None:
            return iterator["stream_arn"]
    return _resource_arn(service, method, path, headers, body, *rest)


iam_actions.extract_resource_arn = resource_arn
kinesis._next_sequence_number = next_sequence_number
kinesis._split_shard = keeping_parents(_split, "ShardToSplit")
kinesis._merge_shards = keeping_parents(_merge, "ShardToMerge", "AdjacentShardToMerge")
kinesis._route_to_shard = route_to_open_shard
kinesis._shard_out = shard_out
kinesis._get_records = get_records

if __name__ == "__main__":
    sys.exit(main())
