-- An order whose sales order somebody voided in the ERP waits for a person, and its lists have to say so.
alter table orders add voided_in_erp boolean not null default false;
create index orders_voided_in_erp on orders (supplier_id, order_id desc) where voided_in_erp;

-- Of what was voided before. The policies bind the owner as well.
alter table orders no force row level security;
alter table pushes no force row level security;
update orders set voided_in_erp = true
from pushes
where pushes.supplier_id = orders.supplier_id
  and pushes.order_id = orders.order_id
  and pushes.state = 'in-erp'
  and pushes.remote ->> 'status' = 'void';
alter table pushes force row level security;
alter table orders force row level security;
