-- Nothing read the record that was sent: the preview makes it again from the order, and the read-back holds Cin7's against it.
alter table pushes drop column sent;
