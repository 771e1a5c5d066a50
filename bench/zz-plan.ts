import { mkdtemp, rm } from 'node:fs/promises'
import { Client } from 'pg'
import { openDatabase } from '/work/main/src/db/open.ts'
import { migrate } from '/work/main/src/db/migrate.ts'
const dataDir = await mkdtemp('/tmp/purvey-plan-')
const database = await openDatabase({ dataDir })
await migrate(database)
const c = new Client(database.appConnection as any); await c.connect()
const o = new Client(database.ownerConnection as any); await o.connect()
try {
  const S='018f0000-0000-7000-8000-000000000001'
  await o.query(`insert into suppliers(supplier_id,name,currency,time_zone) values ('${S}','x','NZD','UTC')`)
  await c.query(`select set_config('purvey.supplier_id','${S}',false)`)
  for (const [t,id,n] of [['customers','customer_id',10000],['products','product_id',50000]] as const) {
    let t0=performance.now()
    for (let i=0;i<n;i+=500) {
      const extra = t==='products'? `, code`:''; const ev = t==='products'? `, 'CODE-'||i`:`, 'buyer'||i||'@customer-'||i||'.example'`
      await c.query(`insert into ${t}(supplier_id,${id},name${t==='products'?', code, category':', email'}) select '${S}', gen_random_uuid(), (array['Harbour','Street','Honey','Olive','Case'])[1+i%5]||' '||(array['Dark','Smoked','Blue','Cafe'])[1+i%4]||' thing '||i ${ev} ${t==='products'?`, 'Cat '||i%20`:''} from generate_series(${i},${i+499}) i`)
      if (i%2500===0 && i>0 && i<=10000) console.log(t,i,Math.round(performance.now()-t0))
    }
    console.log(t,n,Math.round(performance.now()-t0),'ms')
  }
  const q = `explain (analyze, buffers off, costs on) select product_id,name,(select i.sha256 from product_images i where i.product_id=products.product_id and i.state='ready' order by i.position limit 1) from products where is_active = true order by sort_name, product_id limit 51`
  const q2 = `explain (analyze, buffers off) select product_id,name from products where is_active = true and (sort_name,product_id) > ('olive', '018f0000-0000-7000-8000-000000000001'::uuid) order by sort_name, product_id limit 51`
  const q3 = `explain (analyze, buffers off) select product_id,name from products where is_active and products.product_id in (select w.local_id from search_words w where w.supplier_id=scope_supplier() and w.kind='product' and w.word >= 'honey' and w.word < 'honey\u{10FFFF}') order by sort_name, product_id limit 51`
  const q4 = `explain (analyze) select order_id from orders where lower(number) = 'pv-1001'`
  const show = async (s:string)=>console.log((await c.query(s)).rows.map(r=>Object.values(r)[0]).join('\n'),'\n')
  await show(q)
  await o.query('analyze')
  console.log('--- analyzed'); await show(q); await show(q2); await show(q3); await show(q4)
  console.log((await o.query("select proname from pg_proc where proname in ('text_gt','text_lt','texteq','text_ge','uuid_eq','uuid_gt','lower') and proleakproof")).rows)
} finally { await c.end(); await o.end(); await database.close(); await rm(dataDir,{recursive:true,force:true}) }
