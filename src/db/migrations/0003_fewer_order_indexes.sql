-- The primary key, read backwards, gives the newest first as well; each change of an order wrote this one too.
drop index orders_newest;
