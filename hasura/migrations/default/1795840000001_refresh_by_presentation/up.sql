-- A refresh token counts when it is presented, not when it is handed out: an answer that got lost costs nobody anything.

alter table public.sessions
  add column presented integer not null default 0,
  add column floor integer not null default 0;

comment on column public.sessions.presented is 'The last generation that was accepted; 0 until the first refresh';
comment on column public.sessions.floor is 'Generations up to here are over, the one last presented excepted';
comment on column public.sessions.generation is 'The highest generation that was handed out';

update public.sessions set presented = generation - 1, floor = generation - 1;

alter table public.sessions
  add constraint sessions_generations_are_in_order check (presented >= 0 and floor >= 0 and generation > floor and generation >= presented);

-- Whoever refreshes writes the generation of their token to `presented`, where it may come: it is the last one, or a
-- candidate that nobody presented yet. The row is locked here, and the clock is the database's, so that neither the
-- clock of a function nor a statement that waited can make a theft of it.
--   a candidate          wins: all that were handed out before are over, and a new one is handed out
--   the last, soon       two tabs, or an answer that got lost: the same candidate again
--   the last, later      a candidate of its own; of all candidates the first that is presented wins
create function public.sessions_accept_generation() returns trigger language plpgsql as $$
declare
  grace constant interval := '10 seconds';
begin
  if new.presented <> old.presented then
    new.floor := old.generation;
  elsif clock_timestamp() <= old.rotated_at + grace then
    return new;
  end if;
  new.generation := old.generation + 1;
  new.rotated_at := clock_timestamp();
  return new;
end
$$;

create trigger sessions_accept_generation before update of presented on public.sessions
  for each row execute function public.sessions_accept_generation();

-- Functions of 0.1.0, which may run beside newer ones while those are rolled out, count generations themselves.
create function public.sessions_follow_generation() returns trigger language plpgsql as $$
begin
  new.presented := new.generation - 1;
  new.floor := new.generation - 1;
  return new;
end
$$;

create trigger sessions_follow_generation before update of generation on public.sessions
  for each row when (old.generation <> new.generation)
  execute function public.sessions_follow_generation();
