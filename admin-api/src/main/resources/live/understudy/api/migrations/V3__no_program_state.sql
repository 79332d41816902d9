-- Where a program stands is in its recording, beside the segments that it listed.

DROP TABLE program_state;
