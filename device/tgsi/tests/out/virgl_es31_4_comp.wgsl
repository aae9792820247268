// Info { inputs: [], outputs: [], samplers: [], constants: [Some(2)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false }
// plain
error: a Compute shader is lowered as another stage

// slot_flat_twoside_alpha
error: a Compute shader is lowered as another stage

