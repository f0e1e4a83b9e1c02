DROP TABLE read_marks, reactions, messages, members, rooms, people;
