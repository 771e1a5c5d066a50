-- That a push is being sent stands in pushes alone: for lists its order still waits. Written into each order as well, it cost
-- two changes of the order, with all its indexes, for every attempt.
alter table orders no force row level security;
update orders set push_state = 'waiting' where push_state = 'sending';
alter table orders force row level security;
alter table orders drop constraint orders_push_state_check;
alter table orders add constraint orders_push_state_check
  check (push_state in ('none', 'not-needed', 'waiting', 'in-erp', 'parked'));
