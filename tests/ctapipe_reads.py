"""Whether ctapipe can open a DL1 file: the groups, columns and attributes that it reads.

ctapipe itself is not needed. What is asserted was found in its sources (0.21 to 0.26, data models 4
to 7) and is said here in other words, reader by reader: `SubarrayDescription.from_hdf`,
`HDF5EventSource`, which goes through the rows of all tables side by side, and `TableLoader`, which
joins tables. Prints what it found of the events as JSON.
"""

import enum
import json
import sys
import types
import warnings

import numpy as np
import tables

warnings.simplefilter("ignore")


def pretend_ctapipe():
    """Modules whose classes the file names: PyTables unpickles columns' enumerations."""
    containers = types.ModuleType("ctapipe.containers")
    kinds = {
        "EventType": {"OTHER_CALIBRATION": 15, "SUBARRAY": 32},
        "SchedulingBlockType": {"UNKNOWN": -1, "OBSERVATION": 0},
        "ObservingMode": {"UNKNOWN": -1},
        "PointingMode": {"UNKNOWN": -1, "TRACK": 0, "DRIFT": 1},
        "ObservationBlockState": {"UNKNOWN": -1, "COMPLETED_SUCCEDED": 1},
        "CoordinateFrameType": {"UNKNOWN": -1, "ALTAZ": 0, "ICRS": 1},
    }
    for name, members in kinds.items():
        setattr(containers, name, enum.Enum(name, members, module="ctapipe.containers"))
    package = types.ModuleType("ctapipe")
    package.containers = containers
    sys.modules.update({"ctapipe": package, "ctapipe.containers": containers})


def attribute(table, column, key):
    """An attribute of a column: ctapipe finds them by the column's position."""
    name = "CTAFIELD_%d_%s" % (table.coldescrs[column]._v_pos, key)
    return table.attrs[name] if name in table.attrs else None


def value_of(table, column, row):
    """A value as ctapipe's container has it."""
    value = row[column]
    kind = attribute(table, column, "ENUM")
    if kind is not None:
        assert isinstance(kind, enum.EnumMeta), kind  # bytes would be called, and fail
        return kind(value)
    if attribute(table, column, "TRANSFORM") == "string":
        assert attribute(table, column, "MAXLEN") > 0
        return value.decode("utf-8")
    return value


def assert_time(table, column):
    """`TimeColumnTransform` makes times of what says its scale."""
    assert attribute(table, column, "TIME_SCALE") == "tai"
    assert attribute(table, column, "TIME_FORMAT") == "mjd"
    assert table.coldescrs[column].dtype == np.float64


def assert_product(f):
    """`HDF5EventSource.is_compatible`, and the reference metadata that it adds to its provenance."""
    root = f.root._v_attrs
    assert root["CTA PRODUCT DATA MODEL VERSION"] in ("v4.0.0", "v5.0.0", "v5.1.0", "v6.0.0", "v7.0.0")
    levels = set(root["CTA PRODUCT DATA LEVELS"].split(","))
    assert levels & {"R1", "DL1_IMAGES", "DL1_PARAMETERS", "DL2", "DL1_MUON"}
    assert ("/dl1/event/telescope/images" in f.root) == ("DL1_IMAGES" in levels)
    assert root["CTA PROCESS TYPE"] in ("Observation", "Simulation", "Other")  # `origin` of events


def telescopes_of(f):
    """`SubarrayDescription.from_hdf`: the numbers of the telescopes, by their rows."""
    layout = f.root.configuration.instrument.subarray.layout
    assert layout.attrs.TAB_VER == "2.0"
    optics = f.root.configuration.instrument.telescope.optics
    for row in layout.read():
        index = row["camera_index"]
        geometry = f.root["/configuration/instrument/telescope/camera/geometry_%d" % index]
        readout = f.root["/configuration/instrument/telescope/camera/readout_%d" % index]
        assert geometry.nrows == readout.attrs.NPIXELS
        focus = optics[int(row["optics_index"])]["effective_focal_length"]
        assert np.isfinite(focus)  # or it would refuse the choice "effective", which is the default
        assert all(np.isfinite(row[name]) for name in ("pos_x", "pos_y", "pos_z"))
    telescopes = layout.read()["tel_id"].tolist()
    assert len(set(telescopes)) == len(telescopes)  # they are the keys of a dictionary
    return telescopes


def blocks_of(f):
    """`HDF5EventSource` looks the observation block of each event up, and its pointing's frame."""
    scheduling = f.root.configuration.observation.scheduling_block
    observation = f.root.configuration.observation.observation_block
    for name in ("scheduled_start_time", "actual_start_time"):
        assert_time(observation, name)
    for row in scheduling.read():
        for name in ("sb_type", "producer_id", "observing_mode", "pointing_mode"):
            value_of(scheduling, name, row)
    blocks = {}
    for row in observation.read():
        assert value_of(observation, "state", row) is not None
        frame = value_of(observation, "subarray_pointing_frame", row)
        pointing = [row["subarray_pointing_lon"], row["subarray_pointing_lat"]]
        # Of an unknown frame nothing may be said, or it raises.
        assert frame.name in ("ALTAZ", "ICRS") or np.isnan(pointing).any()
        assert row["sb_id"] in scheduling.read()["sb_id"]
        blocks[int(row["obs_id"])] = frame.name
    assert attribute(observation, "subarray_pointing_lat", "UNIT") == "deg"
    return blocks


def rows_of(f, folder):
    """Rows of each table of a folder, which are taken one by one."""
    if folder not in f.root:
        return {}
    return {table.name: iter(table.read()) for table in f.root[folder]}


def events_of(f, telescopes, blocks):
    """`HDF5EventSource._generator`: the next row of each table must be of the event, and exist."""
    triggers = f.root["/dl1/event/subarray/trigger"]
    assert_time(triggers, "time")
    mask = triggers.coldescrs["tels_with_trigger"]
    assert mask.dtype.base == np.bool_ and mask.shape == (len(telescopes),)
    own = f.root["/dl1/event/telescope/trigger"]
    assert_time(own, "time")
    own_rows = iter(own.read())
    simulated = "/simulation" in f.root
    showers = iter(f.root["/simulation/event/subarray/shower"].read()) if simulated else None
    folders = ["/dl1/event/telescope/parameters", "/dl1/event/telescope/images"]
    if simulated:
        if "/configuration/simulation" in f.root:
            runs = f.root["/configuration/simulation/run"].read()
            assert set(runs["obs_id"].tolist()) <= set(blocks)
        # Where there is the folder of telescopes, there is to be what DL1 has, simulated.
        assert "/simulation/event/telescope" in f.root
        levels = [name for name in ("parameters", "images") if "/dl1/event/telescope/" + name in f.root]
        folders += ["/simulation/event/telescope/" + name for name in [*levels, "impact"]]
    readers = [rows for rows in (rows_of(f, folder) for folder in folders) if rows]
    pointings = rows_of(f, "/configuration/telescope/pointing")
    pointed = {name: {int(row["obs_id"]) for row in rows} for name, rows in pointings.items()}
    events = []
    for trigger in triggers.read():
        key = [int(trigger["obs_id"]), int(trigger["event_id"])]
        same = lambda row: [int(row["obs_id"]), int(row["event_id"])] == key
        assert key[0] in blocks
        kind = value_of(triggers, "event_type", trigger)
        tels = []
        for _ in np.flatnonzero(trigger["tels_with_trigger"]):
            row = next(own_rows)
            assert same(row)
            tels.append(int(row["tel_id"]))
        assert sorted(tels) == sorted(np.array(telescopes)[trigger["tels_with_trigger"]].tolist())
        if simulated:
            assert same(next(showers))
        intensities = []
        for tel in tels:
            name = "tel_%03d" % tel
            found = [next(rows[name]) for rows in readers]
            assert all(same(row) and row["tel_id"] == tel for row in found)
            # In which frame parameters are is told by these names alone.
            frame = "camera_frame_" if "camera_frame_hillas_intensity" in found[0].dtype.names else ""
            intensity = float(found[0][frame + "hillas_intensity"])
            intensities.append(intensity if intensity == intensity else None)
            # A telescope that has a table of pointings must have one of this run.
            assert not pointed or key[0] in pointed[name]
        events.append([*key, kind.name, tels, intensities])
    # Nothing is left over: `TableLoader` wants as many rows of a telescope as it has triggers.
    for rows in [own_rows, *(rows for reader in readers for name, rows in reader.items()
                             if not ("_more" in name or "_pixels" in name))]:
        assert next(rows, None) is None
    return events


def assert_loader(f, telescopes):
    """`TableLoader`: keys of joins have one type, and tables of a telescope its triggers' order."""
    triggers = f.root["/dl1/event/telescope/trigger"]
    for tel in telescopes:
        of_tel = triggers.read_where("tel_id == %d" % tel)
        path = "/dl1/event/telescope/parameters/tel_%03d" % tel
        if len(of_tel) == 0:
            assert path not in f.root
            continue
        parameters = f.root[path].read()
        keys = ["obs_id", "event_id", "tel_id"]
        assert [of_tel.dtype[key] for key in keys] == [parameters.dtype[key] for key in keys]
        assert (of_tel[keys] == parameters[keys]).all()
    # Chunks of events are found by counting the triggers of telescopes.
    masks = f.root["/dl1/event/subarray/trigger"].read()["tels_with_trigger"]
    assert masks.sum() == triggers.nrows


def main():
    pretend_ctapipe()
    with tables.open_file(sys.argv[1]) as f:
        assert_product(f)
        telescopes = telescopes_of(f)
        blocks = blocks_of(f)
        events = events_of(f, telescopes, blocks)
        assert_loader(f, telescopes)
    json.dump({"telescopes": telescopes, "blocks": blocks, "events": events}, sys.stdout)


main()
